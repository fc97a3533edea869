# Asks every module for a weight, the activations too.
# fails: init-weights-convolutions, init-weights-batch-norm
# says: has no attribute 'weight'
def init_weights(module):
    nn.init.normal_(module.weight, 0.0, 0.02)
