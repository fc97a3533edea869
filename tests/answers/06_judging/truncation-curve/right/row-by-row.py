# Fills a table row by row.
def truncation_curve(generate, real, z, scales, k):
    curve = torch.zeros(len(scales), 2)
    with torch.no_grad():
        for row, scale in enumerate(scales):
            fake = generate(z * scale)
            curve[row, 0], curve[row, 1] = precision_recall(real, fake, k)
    return curve
