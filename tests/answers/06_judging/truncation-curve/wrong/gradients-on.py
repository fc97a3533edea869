# Records gradients.
# fails: truncation-curve-quiet
# says: the generator was asked with gradients on
def truncation_curve(generate, real, z, scales, k):
    return torch.tensor([precision_recall(real, generate(scale * z), k) for scale in scales])
