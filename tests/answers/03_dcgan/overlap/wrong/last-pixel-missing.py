# The last input pixel paints nothing.
# fails: overlap-counts
# says: the last input pixel paints nothing
def overlap(kernel, stride, length):
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length - 1):
        counts[i * stride : i * stride + kernel] += 1
    return counts
