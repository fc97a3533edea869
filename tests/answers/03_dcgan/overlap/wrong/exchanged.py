# Kernel and stride are exchanged inside the loop.
# fails: overlap-counts, overlap-even
# says: kernel and stride are exchanged
def overlap(kernel, stride, length):
    """How often each output pixel of a 1-D transposed convolution without padding is covered.

    length: number of input pixels. Returns a tensor of ((length − 1)·stride + kernel) counts.
    """
    counts = torch.zeros((length - 1) * stride + kernel)
    for i in range(length):
        counts[i * kernel : i * kernel + stride] += 1
    return counts
