# Forgets the scale.
# fails: truncation-curve-value, truncation-curve-quiet
# says: a number of the curve
def truncation_curve(generate, real, z, scales, k):
    with torch.no_grad():
        return torch.tensor([precision_recall(real, generate(z), k) for scale in scales])
