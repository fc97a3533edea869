# Goes down by itself.
def with_spectral_norm(network):
    for child in network.children():
        with_spectral_norm(child)
    if isinstance(network, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
        nn.utils.parametrizations.spectral_norm(network)
    return network
