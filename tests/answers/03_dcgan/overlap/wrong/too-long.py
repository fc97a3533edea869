# The tensor is length · stride + kernel long.
# fails: overlap-counts, overlap-even
# says: should have shape
def overlap(kernel, stride, length):
    counts = torch.zeros(length * stride + kernel)
    for i in range(length):
        counts[i * stride : i * stride + kernel] += 1
    return counts
