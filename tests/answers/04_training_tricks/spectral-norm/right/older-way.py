# The older function of torch.nn.utils.
def with_spectral_norm(network):
    for layer in [m for m in network.modules() if type(m) in (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)]:
        nn.utils.spectral_norm(layer)
    return network
