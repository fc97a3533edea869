# The windows lie one pixel apart.
# fails: overlap-counts
# says: the windows lie one pixel apart
def overlap(kernel, stride, length):
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length):
        counts[i : i + kernel] += 1
    return counts
