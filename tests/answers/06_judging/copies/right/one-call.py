# One call for both sets.
def copied_share(fakes, train, held_out):
    both = torch.cat([held_out, fakes])
    distances = nearest(both, train, 1)[1].squeeze(1)
    usual, mine = distances[: len(held_out)], distances[len(held_out) :]
    limit = usual.quantile(0.05).item()
    return float(torch.tensor([d < limit for d in mine.tolist()]).double().mean())
