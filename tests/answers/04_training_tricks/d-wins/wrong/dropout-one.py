# Dropout with probability 1 cuts D in two: it answers the same to every image.
# fails: d-wins-effect
# says: the same answer to every image
def cured(G, device):
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(1.0), nn.Linear(64, 1)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0005, betas=(0.5, 0.999))
    return D, optim_G, optim_D
