# Imports optim, learning rate by position, parameters as lists, returns a list.
import torch.optim as optim


def make_optimizers(G, D, lr):
    return [optim.Adam(list(net.parameters()), lr, (0.5, 0.999)) for net in (G, D)]
