# Cuts the noise off in place of scaling it.
# fails: truncation-curve-value, truncation-curve-quiet
# says: a number of the curve
def truncation_curve(generate, real, z, scales, k):
    with torch.no_grad():
        return torch.tensor([precision_recall(real, generate(z.clamp(-scale, scale)), k) for scale in scales])
