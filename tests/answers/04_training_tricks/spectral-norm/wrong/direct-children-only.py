# Goes through network.children(), so layers inside other modules are missed.
# fails: spectral-norm-value
# says: inside another module
# says: was it left out
def with_spectral_norm(network):
    """Apply spectral normalisation to all Linear, Conv2d and ConvTranspose2d layers.

    network: an nn.Module, whose layers may lie inside other modules. It is changed in place.
    Returns the network.
    """
    for layer in network.children():
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            torch.nn.utils.parametrizations.spectral_norm(layer)
    return network
