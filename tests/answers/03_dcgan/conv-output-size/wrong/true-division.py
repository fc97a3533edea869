# / in place of //, so sizes are no whole numbers.
# fails: conv-output-size-plain
# says: rounding down, //
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return (n + 2 * padding - kernel) / stride + 1
