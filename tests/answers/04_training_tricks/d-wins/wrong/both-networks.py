# The optimizer of D holds G as well.
# fails: d-wins-owners
# says: give it those of its own only
# says: the parameters of both networks
def cured(G, device):
    D = nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(64, 1)).to(device)
    optim_G = torch.optim.Adam(G.parameters(), lr=0.002, betas=(0.5, 0.999))
    optim_D = torch.optim.Adam([*D.parameters(), *G.parameters()], lr=0.0005, betas=(0.5, 0.999))
    return D, optim_G, optim_D
