# Rounds up.
# fails: conv-output-size-plain
# says: it is rounded up
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return -(-(n + 2 * padding - kernel) // stride) + 1
