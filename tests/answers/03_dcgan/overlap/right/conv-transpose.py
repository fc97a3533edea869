# Lets PyTorch paint ones with ones.
def overlap(kernel, stride, length):
    ones = torch.ones(1, 1, length)
    return nn.functional.conv_transpose1d(ones, torch.ones(1, 1, kernel), stride=stride).flatten()
