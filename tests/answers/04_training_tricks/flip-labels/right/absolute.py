# |label − coin|.
def flip_labels(labels, probability, generator):
    flipped = (torch.rand(labels.size(), generator=generator, device=labels.device) < probability).to(labels.dtype)
    return (labels - flipped).abs()
