# The last pixel of each window is left out.
# fails: overlap-counts
# says: one pixel too short
def overlap(kernel, stride, length):
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length):
        counts[i * stride : i * stride + kernel - 1] += 1
    return counts
