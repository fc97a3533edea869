# The kernel is fixed at the example's 4 in the transposed formula.
# fails: conv-output-size-transposed
# says: the kernel is always 4
def conv_output_size(n, kernel, stride, padding, transposed):
    """Height (or width) of a convolution's output, for n pixels of input.

    transposed: True for a transposed convolution (no output padding). Returns an int.
    """
    if transposed:
        return (n - 1) * stride - 2 * padding + 4
    return (n + 2 * padding - kernel) // stride + 1
