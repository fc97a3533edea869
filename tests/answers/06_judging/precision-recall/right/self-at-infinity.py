# The sample itself is put infinitely far away; sorted distances.
def precision_recall(real, fake, k):

    if min(len(real), len(fake)) <= k:
        raise ValueError(f"both sets need more than {k} samples, not {len(real)} and {len(fake)}")

    def radii(x):
        far = torch.cdist(x, x)
        far = far + torch.diag(torch.full((len(x),), float("inf"), dtype=far.dtype, device=far.device))
        return far.sort(dim=1).values[:, k - 1]
    d = torch.cdist(real, fake)
    inside = d <= radii(real).unsqueeze(1)
    around = d <= radii(fake).unsqueeze(0)
    return inside.any(0).double().mean().item(), around.any(1).double().mean().item()
