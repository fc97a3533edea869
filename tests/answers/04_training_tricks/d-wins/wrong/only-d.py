# Returns D alone.
# fails: d-wins-owners, d-wins-effect
# says: should return the three
def cured(G, device):
    return nn.Sequential(nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(64, 1)).to(device)
