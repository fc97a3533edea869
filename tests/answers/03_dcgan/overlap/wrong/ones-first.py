# Begins with ones.
# fails: overlap-counts, overlap-even
# says: the count begins at 1
def overlap(kernel, stride, length):
    counts = torch.ones((length - 1) * stride + kernel)
    for i in range(length):
        counts[i * stride : i * stride + kernel] += 1
    return counts
