# The farthest images.
# fails: nearest-distances, nearest-indices
# says: these are the images farthest away
def nearest(images, gallery, k):
    if len(gallery) < k:
        raise ValueError(f"{len(gallery)} images in the gallery, {k} wanted")
    distances = torch.cdist(images.flatten(1), gallery.flatten(1))
    found = distances.topk(k, dim=1, largest=True)
    return found.indices, found.values
