# Returns floats.
# fails: conv-output-size-plain, conv-output-size-transposed
# says: return an int
def conv_output_size(n, kernel, stride, padding, transposed):
    if transposed:
        return float((n - 1) * stride - 2 * padding + kernel)
    return float((n + 2 * padding - kernel) // stride + 1)
