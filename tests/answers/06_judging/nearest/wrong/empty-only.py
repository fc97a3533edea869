# Refuses an empty gallery only.
# fails: nearest-small
# says: an empty gallery is refused, but nearest in a gallery of 2 images
# says: look at the sizes first, and raise a ValueError
def nearest(images, gallery, k):
    if len(gallery) == 0:
        raise ValueError(f"{len(gallery)} images in the gallery, {k} wanted")
    distances = torch.cdist(images.flatten(1), gallery.flatten(1))
    found = distances.topk(k, dim=1, largest=False)
    return found.indices, found.values
