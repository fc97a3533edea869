# With Module.apply.
def with_spectral_norm(network):
    def normalise(layer):
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.spectral_norm(layer)

    return network.apply(normalise)
