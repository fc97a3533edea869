# Both learning rates are far too large.
# fails: d-wins-effect
# says: far too large
def cured(G, device):
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(64, 1)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.5, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam(D.parameters(), lr=0.5, betas=(0.5, 0.999))
    return D, optim_G, optim_D
