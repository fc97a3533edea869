# Forgets the 1.
# fails: conv-output-size-plain
# says: one is missing
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return (n + 2 * padding - kernel) // stride
