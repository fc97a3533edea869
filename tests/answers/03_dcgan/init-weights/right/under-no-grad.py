# In-place methods under no_grad; biases of convolutions are set to 0 as well.
@torch.no_grad()
def init_weights(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        module.weight.normal_(std=0.02)
        if module.bias is not None:
            module.bias.zero_()
    if isinstance(module, nn.BatchNorm2d):
        module.weight.copy_(1 + 0.02 * torch.randn_like(module.weight))
        module.bias.fill_(0.0)
