# Squared distances.
# fails: nearest-distances
# says: the distance is squared: take the root
def nearest(images, gallery, k):
    if len(gallery) < k:
        raise ValueError(f"{len(gallery)} images in the gallery, {k} wanted")
    distances = torch.cdist(images.flatten(1), gallery.flatten(1)).square()
    found = distances.topk(k, dim=1, largest=False)
    return found.indices, found.values
