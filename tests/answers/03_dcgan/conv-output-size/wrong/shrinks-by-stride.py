# A convolution's output is taken to be n / stride, as with kernel 4, stride 2, padding 1.
# fails: conv-output-size-plain
# says: only by chance
def conv_output_size(n, kernel, stride, padding, transposed):
    """Height (or width) of a convolution's output, for n pixels of input.

    transposed: True for a transposed convolution (no output padding). Returns an int.
    """
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return n // stride
