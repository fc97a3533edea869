# The root of the mean of squares.
# fails: nearest-distances
# says: the distance is a mean over the numbers of an image
def nearest(images, gallery, k):
    if len(gallery) < k:
        raise ValueError(f"{len(gallery)} images in the gallery, {k} wanted")
    distances = torch.cdist(images.flatten(1), gallery.flatten(1)) / images[0].numel() ** 0.5
    found = distances.topk(k, dim=1, largest=False)
    return found.indices, found.values
