# Takes the smallest of all distances, without nearest.
def copied_share(fakes, train, held_out):
    near = lambda x: torch.cdist(x.flatten(1), train.flatten(1)).amin(dim=1)
    limit = torch.quantile(near(held_out), 0.05)
    suspicious = near(fakes) < limit
    return suspicious.sum().item() / len(fakes)
