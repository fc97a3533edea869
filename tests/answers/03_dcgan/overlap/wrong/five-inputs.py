# Always five input pixels paint, as in the example.
# fails: overlap-counts, overlap-even
# says: the number of input pixels is fixed
def overlap(kernel, stride, length):
    """How often each output pixel of a 1-D transposed convolution without padding is covered.

    length: number of input pixels. Returns a tensor of ((length − 1)·stride + kernel) counts.
    """
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(min(5, length)):
        counts[i * stride : i * stride + kernel] += 1
    return counts
