# Asks PyTorch itself.
def conv_output_size(n, kernel, stride, padding, transposed):
    layer = (nn.ConvTranspose1d if transposed else nn.Conv1d)(1, 1, kernel, stride, padding)
    return layer(torch.zeros(1, 1, n)).shape[-1]
