# Returns a list.
# fails: overlap-counts, overlap-even
# says: should be a tensor, not list
def overlap(kernel, stride, length):
    counts = [0] * ((length - 1) * stride + kernel)
    for i in range(length):
        for j in range(kernel):
            counts[i * stride + j] += 1
    return counts
