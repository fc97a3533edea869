# Adds the 1 before the division.
# fails: conv-output-size-plain
# says: stands outside
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return (n + 2 * padding - kernel + 1) // stride
