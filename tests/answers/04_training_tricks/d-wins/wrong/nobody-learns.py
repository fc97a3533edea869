# Both rates are far too small.
# fails: d-wins-effect
# says: nobody learns much
def cured(G, device):
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.000001, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.000001, betas=(0.5, 0.999))
    return D, optim_G, optim_D
