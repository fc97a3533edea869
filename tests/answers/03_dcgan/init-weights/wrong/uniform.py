# Uniform weights in place of normal ones.
# fails: init-weights-convolutions
# says: they look uniform
def init_weights(module):
    """First weights of DCGAN, for network.apply: changes the module in place.

    Convolutions (plain and transposed): weight N(0, 0.02). BatchNorm: weight N(1, 0.02), bias 0.
    All other modules stay as they are.
    """
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.uniform_(module.weight, -0.02, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
