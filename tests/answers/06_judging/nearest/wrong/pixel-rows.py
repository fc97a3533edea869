# Takes each row of pixels for an image.
# fails: nearest-distances, nearest-indices, nearest-small
# says: should have shape
def nearest(images, gallery, k):
    if len(gallery) < k:
        raise ValueError(f"{len(gallery)} images in the gallery, {k} wanted")
    distances = torch.cdist(images.flatten(0, -2), gallery.flatten(0, -2))
    found = distances.topk(k, dim=1, largest=False)
    return found.indices, found.values
