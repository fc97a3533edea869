# Puts a new parameter in the place of the old one.
# fails: init-weights-convolutions, init-weights-batch-norm
# says: which no optimizer holds
def init_weights(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        module.weight = nn.Parameter(0.02 * torch.randn(module.weight.shape))
    elif isinstance(module, nn.BatchNorm2d):
        module.weight = nn.Parameter(1 + 0.02 * torch.randn(module.weight.shape))
        module.bias = nn.Parameter(torch.zeros(module.bias.shape))
