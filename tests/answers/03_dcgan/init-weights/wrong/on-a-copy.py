# Fills a clone of the weight: the module does not change.
# fails: init-weights-convolutions
# says: fills the weight itself, not a copy
def init_weights(module):
    """First weights of DCGAN, for network.apply: changes the module in place.

    Convolutions (plain and transposed): weight N(0, 0.02). BatchNorm: weight N(1, 0.02), bias 0.
    All other modules stay as they are.
    """
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight.detach().clone(), 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
