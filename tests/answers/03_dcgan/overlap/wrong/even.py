# Gives each pixel the average, kernel / stride.
# fails: overlap-counts, overlap-even
# says: this is the average
def overlap(kernel, stride, length):
    """How often each output pixel of a 1-D transposed convolution without padding is covered.

    length: number of input pixels. Returns a tensor of ((length − 1)·stride + kernel) counts.
    """
    counts = torch.zeros((length - 1) * stride + kernel)
    return counts + kernel / stride
