# Sets the pixels to 1 in place of adding 1.
# fails: overlap-counts, overlap-even
# says: counted, not only marked
def overlap(kernel, stride, length):
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length):
        counts[i * stride : i * stride + kernel] = 1
    return counts
