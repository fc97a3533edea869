# A square of 3 std around each centre in the place of a circle.
# fails: modes-covered-count, modes-covered-share
# says: not a square
def modes_covered(samples, centers, std):
    inside = ((samples[:, None] - centers[None]).abs() <= 3 * std).all(dim=2)
    return int(inside.any(dim=0).sum()), inside.any(dim=1).float().mean().item()
