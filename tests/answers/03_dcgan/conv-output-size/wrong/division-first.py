# Leaves out the brackets, so that only the kernel is divided.
# fails: conv-output-size-plain
# says: binds more tightly
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return n + 2 * padding - kernel // stride + 1
