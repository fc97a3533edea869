# Gives fakes for real ones.
# fails: truncation-curve-value, truncation-curve-quiet
# says: precision_recall takes the real features first
def truncation_curve(generate, real, z, scales, k):
    with torch.no_grad():
        return torch.tensor([precision_recall(generate(scale * z), real, k) for scale in scales])
