# Returns nothing.
# fails: spectral-norm-value
# says: is a return missing
def with_spectral_norm(network):
    for layer in list(network.modules()):
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.spectral_norm(layer)
