# Leaves the kernel out of the transposed formula.
# fails: conv-output-size-transposed
# says: the kernel is left out
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding
    return (n + 2 * padding - kernel) // stride + 1
