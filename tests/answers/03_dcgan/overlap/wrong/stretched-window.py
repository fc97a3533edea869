# The window is stretched by the stride, as in a dilated convolution.
# fails: overlap-counts, overlap-even
# says: side by side
def overlap(kernel, stride, length):
    """How often each output pixel of a 1-D transposed convolution without padding is covered.

    length: number of input pixels. Returns a tensor of ((length − 1)·stride + kernel) counts.
    """
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length):
        counts[i * stride : i * stride + kernel * stride : stride] += 1
    return counts
