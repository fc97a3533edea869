# Fixes the seed, so all layers of one shape begin alike.
# fails: init-weights-convolutions, init-weights-batch-norm
# says: do not fix the seed
def init_weights(module):
    torch.manual_seed(0)
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
