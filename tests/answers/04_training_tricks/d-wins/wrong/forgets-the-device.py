# D stays on the CPU.
# fails: d-wins-owners
# says: is .to(device) missing
def cured(G, device):
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(64, 1))
    optim_G = torch.optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0005, betas=(0.5, 0.999))
    return D, optim_G, optim_D
