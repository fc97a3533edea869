# Weight normalisation in its place.
# fails: spectral-norm-value
# says: another normalisation than spectral_norm
def with_spectral_norm(network):
    for layer in list(network.modules()):
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.weight_norm(layer)
    return network
