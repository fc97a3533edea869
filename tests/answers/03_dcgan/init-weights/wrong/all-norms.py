# Takes every layer with Norm in its name for BatchNorm.
# fails: init-weights-others
# says: changed the weight of a LayerNorm
def init_weights(module):
    name = type(module).__name__
    if "Conv" in name:
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif "Norm" in name:
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)
