# Adds padding to a transposed output.
# fails: conv-output-size-transposed
# says: padding makes a transposed output smaller
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride + 2 * padding + kernel
    return (n + 2 * padding - kernel) // stride + 1
