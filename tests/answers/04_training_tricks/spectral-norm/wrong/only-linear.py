# Convolutions are left out.
# fails: spectral-norm-value
# says: was it left out
def with_spectral_norm(network):
    for layer in list(network.modules()):
        if isinstance(layer, nn.Linear):
            nn.utils.parametrizations.spectral_norm(layer)
    return network
