# D gives two answers.
# fails: d-wins-owners
# says: to logits (3, 1)
def cured(G, device):
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 2)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.0005, betas=(0.5, 0.999))
    return D, optim_G, optim_D
