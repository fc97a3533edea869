# A wider D, with dropout on the pixels as well, SGD-free two time scales.
def cured(G, device):
    D = nn.Sequential(
        nn.Dropout(0.3), nn.Linear(784, 128), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(128, 1)
    ).to(device)
    return (
        D,
        torch.optim.Adam(G.parameters(), lr=0.001, betas=(0.5, 0.999)),
        torch.optim.Adam(D.parameters(), lr=0.0002, betas=(0.5, 0.999)),
    )
