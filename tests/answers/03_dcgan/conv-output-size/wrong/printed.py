# Prints the size and returns nothing.
# fails: conv-output-size-plain, conv-output-size-transposed
# says: is a return missing
def conv_output_size(n, kernel, stride, padding, transposed):
    size = (n - 1) * stride - 2 * padding + kernel if transposed else (n + 2 * padding - kernel) // stride + 1
    print(size)
