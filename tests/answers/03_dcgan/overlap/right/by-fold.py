# Adds up a matrix of shifted windows.
def overlap(kernel, stride, length):
    places = torch.arange(length)[:, None] * stride + torch.arange(kernel)
    return torch.bincount(places.flatten(), minlength=(length - 1) * stride + kernel)
