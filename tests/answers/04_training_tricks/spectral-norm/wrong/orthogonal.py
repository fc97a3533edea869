# All singular values become 1, not only the largest.
# fails: spectral-norm-value
# says: all singular values became 1
def with_spectral_norm(network):
    for layer in list(network.modules()):
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.orthogonal(layer)
    return network
