"""Known values for functions of a whole batch: closeness of samples, mode seeking."""

import torch


def closeness(x: torch.Tensor, T: torch.Tensor, p: float = 1) -> torch.Tensor:
    """Minibatch discrimination (Salimans et al. 2016), without j = i, written out sample by sample.

    Args:
        x: features (N, A).
        T: tensor (A, B, C).
        p: the norm of the distance.
    """
    M = torch.einsum("na,abc->nbc", x.double(), T.double())

    def near(m, other):
        return torch.exp(-torch.linalg.vector_norm(m - other, p, dim=1))

    rows = range(len(M))
    return torch.stack([sum(near(M[i], M[j]) for j in rows if j != i) for i in rows])


def mode_seeking(images: torch.Tensor, z: torch.Tensor) -> torch.Tensor:
    """1 / (r + 1e-5), where r is the mean over pairs (i, i + N/2) of image over latent distance."""
    far, apart = distances(images, z)
    return ((far / apart).mean() + 1e-5).reciprocal()


def distances(images: torch.Tensor, z: torch.Tensor, p: float = 1) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean absolute (or squared) differences of the pairs: of images (N/2,), of latents (N/2,)."""
    half = len(z) // 2
    far, apart = (
        (part[:half] - part[half:]).double().abs().pow(p).flatten(1).mean(1) for part in (images, z)
    )
    return far, apart


def mode_seeking_mistakes(
    images: torch.Tensor, z: torch.Tensor
) -> dict[str, torch.Tensor | list[torch.Tensor]]:
    """Values of the mode-seeking loss under likely mistakes."""
    far, apart = distances(images, z)
    far2, apart2 = distances(images, z, p=2)
    r = (far / apart).mean()
    pixels, numbers = images[0].numel(), z[0].numel()
    return {
        "it is the ratio r itself: return 1 / (r + 1e-5)": r,
        "it is −r: here the loss is 1 / (r + 1e-5)": -r,
        "the ratio is upside down: image distance divided by latent distance": [
            1 / (apart / far).mean(), (apart / far).mean()],
        "the latent distance is missing: divide by it": 1 / far.mean(),
        "the means were divided: first divide pair by pair, then take the mean": apart.mean() / far.mean(),
        "the differences are squared: take absolute values": 1 / (far2 / apart2).mean(),
        "the norm is Euclidean: take the mean absolute difference": [
            1 / (far2 / apart2).sqrt().mean(), 1 / ((far2 * pixels) / (apart2 * numbers)).sqrt().mean()],
        "absolute differences are summed: take their mean over the numbers of an image, and of a latent":
            1 / (far * pixels / (apart * numbers)).mean(),
        "neighbours are paired: pair i with i + N/2": _neighbours(images, z),
    }  # fmt: skip


def _neighbours(images, z):
    order = torch.cat([torch.arange(0, len(z), 2), torch.arange(1, len(z), 2)])
    return mode_seeking(images[order], z[order])
