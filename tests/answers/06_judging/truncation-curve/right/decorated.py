# No gradients by a decorator.
@torch.no_grad()
def truncation_curve(generate, real, z, scales, k):
    rows = []
    for scale in scales:
        precision, recall = precision_recall(real, generate(scale * z), k)
        rows.append(torch.tensor([precision, recall]))
    return torch.stack(rows)
