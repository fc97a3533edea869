# Counts input pixels from 1.
# fails: overlap-counts
# says: the first input pixel paints nothing
def overlap(kernel, stride, length):
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(1, length):
        counts[i * stride : i * stride + kernel] += 1
    return counts
