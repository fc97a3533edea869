# Counts in a list, pixel by pixel, and returns whole numbers.
def overlap(kernel, stride, length):
    size = (length - 1) * stride + kernel
    counts = [sum(0 <= x - i * stride < kernel for i in range(length)) for x in range(size)]
    return torch.tensor(counts)
