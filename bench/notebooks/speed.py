"""Time per epoch: the lab sheet's loop against the lesson's, same network, same updates."""

import statistics
import time

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import ToTensor

from bench.table import save
from course import data
from course.lessons import publish

BATCH, EPOCHS, ROUNDS = 128, 3, 5


class Pictures(Dataset):
    """Digits as torchvision's MNIST gives them: PIL images, each transformed when it is asked for."""

    def __init__(self, transform):
        images, self.labels = data.digits("train")
        self.arrays = (images * 255).byte().squeeze(1).numpy()
        self.transform = transform

    def __len__(self):
        return len(self.arrays)

    def __getitem__(self, index):
        return self.transform(Image.fromarray(self.arrays[index])), int(self.labels[index])


def sheet_batches():
    """The lab sheet's batches: a DataLoader over single pictures."""
    return (images for images, _ in DataLoader(Pictures(ToTensor()), BATCH, shuffle=True))


def lesson_batches(images):
    """The lesson's batches: slices of one tensor."""
    return iter(data.batches(images, BATCH))


def sheet_optimizers(G, D, lr):
    """The lab sheet's optimizers: Adam as it comes."""
    return torch.optim.Adam(G.parameters(), lr=lr), torch.optim.Adam(D.parameters(), lr=lr)


def sheet_discriminator(real, D, G, loss_func, optim_D, n, input_dim, device):
    """The lab sheet's step of D: real and fake images one after the other."""
    ones, zeros = torch.ones(n, 1, device=device), torch.zeros(n, 1, device=device)
    fake = G(torch.randn(n, input_dim, device=device)).detach()
    loss = loss_func(D(real.reshape(n, -1)), ones) + loss_func(D(fake), zeros)
    optim_D.zero_grad()
    loss.backward()
    optim_D.step()
    return loss.item()


def sheet_generator(D, G, loss_func, optim_G, n, input_dim, device):
    """The lab sheet's step of G: D gets gradients too."""
    loss = loss_func(D(G(torch.randn(n, input_dim, device=device))), torch.ones(n, 1, device=device))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()


def measure():
    """Alternate the two loops, and give the median and the range of each."""
    lesson = publish.reference("02_mlp_gan")
    images = data.digits("train")[0]
    sheet = {
        "make_optimizers": sheet_optimizers,
        "train_discriminator": sheet_discriminator,
        "train_generator": sheet_generator,
    }
    loops = {
        "lab sheet: DataLoader, ToTensor per sample": (sheet_batches, lesson | sheet),
        "lesson: one tensor, its own steps": (lambda: lesson_batches(images), lesson),
    }
    times = {name: {"batches": [], "epoch": []} for name in loops}
    for _ in range(ROUNDS):
        for name, (loop, steps) in loops.items():
            times[name]["batches"].append(_seconds(lambda loop=loop: list(loop())))
            times[name]["epoch"].append(_seconds(_training(steps, loop), EPOCHS))
    _save(times)


def _training(lesson, loop):
    """A function that trains fresh networks for EPOCHS epochs."""
    G, D = lesson["Generator"](100, 256, 784), lesson["Discriminator"](784, 256)
    optim_G, optim_D = lesson["make_optimizers"](G, D, 0.0002)
    loss = nn.BCELoss()

    def train():
        for _ in range(EPOCHS):
            for images in loop():
                real, n = lesson["scale_images"](images), len(images)
                lesson["train_discriminator"](real, D, G, loss, optim_D, n, 100, "cpu")
                lesson["train_generator"](D, G, loss, optim_G, n, 100, "cpu")

    return train


def _seconds(work, parts=1):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) / parts


def _save(times):
    base = next(iter(times.values()))
    rows = [["loop", "seconds an epoch", "range", "of it batches", "times faster", "batches alone"]]
    for name, seconds in times.items():
        epoch, batches = (statistics.median(seconds[part]) for part in ("epoch", "batches"))
        rows.append([
            name, f"{epoch:.3f}", f"{min(seconds['epoch']):.3f} to {max(seconds['epoch']):.3f}",
            f"{batches:.3f}", f"{statistics.median(base['epoch']) / epoch:.2f}",
            f"{statistics.median(base['batches']) / batches:.0f}",
        ])  # fmt: skip
    updates = -(-len(data.digits("train")[0]) // BATCH)
    save("speed", "Time per epoch, lesson 02", rows, [
        f"4,500 images, batch {BATCH}, {updates} updates of D and of G an epoch; median of "
        f"{ROUNDS} alternating rounds of {EPOCHS} epochs; networks of lesson 02, float32",
    ])  # fmt: skip
    return rows


if __name__ == "__main__":
    torch.manual_seed(0)
    measure()
