# Changes a copy.
# fails: spectral-norm-value
# says: in place
def with_spectral_norm(network):
    import copy

    network = copy.deepcopy(network)
    for layer in list(network.modules()):
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.spectral_norm(layer)
    return network
