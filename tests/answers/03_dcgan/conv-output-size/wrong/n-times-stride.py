# n strides in place of n − 1.
# fails: conv-output-size-transposed
# says: n windows have n − 1 steps between them
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return n * stride - 2 * padding + kernel
    return (n + 2 * padding - kernel) // stride + 1
