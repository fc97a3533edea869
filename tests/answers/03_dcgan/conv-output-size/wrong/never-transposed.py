# Ignores `transposed`.
# fails: conv-output-size-transposed
# says: this is the formula for a plain convolution
def conv_output_size(n, kernel, stride, padding, transposed):
    return (n + 2 * padding - kernel) // stride + 1
