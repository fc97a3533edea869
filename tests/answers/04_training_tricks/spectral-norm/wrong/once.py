# Divides the weights once.
# fails: spectral-norm-value
# says: after three large steps
# says: is the weight divided only once
def with_spectral_norm(network):
    for layer in network.modules():
        if isinstance(layer, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            turned = layer.weight.transpose(0, 1) if isinstance(layer, nn.ConvTranspose2d) else layer.weight
            layer.weight.data /= torch.linalg.matrix_norm(turned.detach().flatten(1), 2)
    return network
