# NumPy numbers, a time of its own.
import time

import numpy as np


def log_losses(writer, step, loss_d, loss_g):
    now = time.time()
    for tag, loss in zip(["Loss/discriminator", "Loss/generator"], np.array([loss_d, loss_g])):
        writer.add_scalar(tag, loss, step, walltime=now)
