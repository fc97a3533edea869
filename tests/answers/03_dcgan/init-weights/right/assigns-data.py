# Assigns to .data, which keeps the parameter.
def init_weights(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        module.weight.data = 0.02 * torch.randn_like(module.weight)
    if isinstance(module, nn.BatchNorm2d):
        module.weight.data = 1 + 0.02 * torch.randn_like(module.weight)
        module.bias.data = torch.zeros_like(module.bias)
