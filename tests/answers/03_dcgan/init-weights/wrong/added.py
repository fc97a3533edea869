# Adds the noise to the old weights in place of replacing them.
# fails: init-weights-convolutions
# says: still hold the old ones
def init_weights(module):
    """First weights of DCGAN, for network.apply: changes the module in place.

    Convolutions (plain and transposed): weight N(0, 0.02). BatchNorm: weight N(1, 0.02), bias 0.
    All other modules stay as they are.
    """
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        module.weight.data += 0.02 * torch.randn_like(module.weight)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
