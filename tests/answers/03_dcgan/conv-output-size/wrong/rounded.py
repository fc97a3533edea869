# Rounds to the nearest whole number.
# fails: conv-output-size-plain
# says: rounded to the nearest
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return (n - 1) * stride - 2 * padding + kernel
    return round((n + 2 * padding - kernel) / stride) + 1
