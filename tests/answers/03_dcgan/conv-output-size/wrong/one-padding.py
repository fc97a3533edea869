# Counts padding on one side only.
# fails: conv-output-size-plain
# says: padding is added on both sides
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return (n + padding - kernel) // stride + 1
