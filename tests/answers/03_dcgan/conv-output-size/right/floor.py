# math.floor, and one expression for both.
def conv_output_size(n, kernel, stride, padding, transposed):
    return (n - 1) * stride - 2 * padding + kernel if transposed else math.floor((n + 2 * padding - kernel) / stride + 1)
