# A loop over pieces of the flattened tensors, joined again at the end.
def reparameterize(mu, logvar):
    pieces = []
    for m, lv in zip(mu.reshape(-1).split(100), logvar.reshape(-1).split(100)):
        noise = torch.randn(len(m), device=mu.device)
        pieces.append(m + noise * math.e ** (lv / 2))
    return torch.cat(pieces).reshape(mu.shape)
