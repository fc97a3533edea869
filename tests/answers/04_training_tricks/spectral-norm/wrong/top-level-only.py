# Only the outermost layers.
# fails: spectral-norm-value
# says: was it left out
def with_spectral_norm(network):
    for layer in network.children():
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.spectral_norm(layer)
    return network
