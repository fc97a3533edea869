# The noise is flattened to two dimensions before it goes to the generator.
# fails: truncation-curve-quiet
# says: this generator takes noise (N, 3, 1, 1)
def truncation_curve(generate, real, z, scales, k):
    rows = []
    with torch.no_grad():
        for scale in scales:
            rows.append(precision_recall(real, generate((scale * z).flatten(1)), k))
    return torch.tensor(rows)
