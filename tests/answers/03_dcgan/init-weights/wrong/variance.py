# Takes 0.02 for the variance.
# fails: init-weights-convolutions, init-weights-batch-norm
# says: not the variance
def init_weights(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02**0.5)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02**0.5)
        nn.init.zeros_(module.bias)
