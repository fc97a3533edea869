# Forgets the transposed convolutions.
# fails: init-weights-convolutions
# says: left the weight of a ConvTranspose2d as it was
# says: it is for plain and transposed convolutions
def init_weights(module):
    if isinstance(module, nn.Conv2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
