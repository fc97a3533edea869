# Divides, then rounds down with int().
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return int((n + 2 * padding - kernel) / stride) + 1
