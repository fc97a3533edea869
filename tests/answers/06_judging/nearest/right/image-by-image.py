# Image by image, in a loop.
def nearest(images, gallery, k):
    if len(gallery) < k:
        raise ValueError(f"{len(gallery)} images in the gallery, {k} wanted")
    indices, distances = [], []
    for image in images:
        d = (gallery - image).flatten(1).square().sum(1).sqrt()
        order = d.argsort()[:k]
        indices.append(order)
        distances.append(d[order])
    return torch.stack(indices), torch.stack(distances)
