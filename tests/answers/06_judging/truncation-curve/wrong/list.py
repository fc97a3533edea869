# Returns a list of pairs.
# fails: truncation-curve-value, truncation-curve-quiet
# says: should be a tensor, not list
def truncation_curve(generate, real, z, scales, k):
    with torch.no_grad():
        return [precision_recall(real, generate(scale * z), k) for scale in scales]
