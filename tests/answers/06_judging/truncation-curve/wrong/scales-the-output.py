# Scales what the generator makes.
# fails: truncation-curve-value
# says: what the generator makes is scaled: scale the noise
def truncation_curve(generate, real, z, scales, k):
    with torch.no_grad():
        return torch.tensor([precision_recall(real, scale * generate(z), k) for scale in scales])
