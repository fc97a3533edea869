# dim=0 is forced on all layers, which is wrong for ConvTranspose2d, whose output channels are dim 1.
# fails: spectral-norm-value
# says: dim 1, not 0
def with_spectral_norm(network):
    for module in network.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrizations.spectral_norm(module, dim=0)
    return network
