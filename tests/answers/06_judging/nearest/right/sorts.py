# Sorts all distances, written out by the binomial formula.
def nearest(images, gallery, k):

    if gallery.shape[0] < k:
        raise ValueError("the gallery is too small for so many neighbours")
    x, y = images.reshape(len(images), -1), gallery.reshape(len(gallery), -1)
    squares = (x * x).sum(1, keepdim=True) + (y * y).sum(1) - 2 * x @ y.T
    values, order = squares.clamp(min=0).sqrt().sort(dim=1)
    return order[:, :k], values[:, :k]
