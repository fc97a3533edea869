# The weights are divided by their Frobenius norm, not by the largest singular value.
# fails: spectral-norm-value
# says: Frobenius
class ByNorm(nn.Module):
    def forward(self, weight):
        return weight / weight.norm()


def with_spectral_norm(network):
    for module in network.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.utils.parametrize.register_parametrization(module, "weight", ByNorm())
    return network
