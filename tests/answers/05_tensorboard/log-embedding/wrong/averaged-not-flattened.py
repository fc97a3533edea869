# Averages the further dimensions of the features away in place of flattening them.
# fails: log-embedding-points
# says: flatten(1) keeps all numbers
def log_embedding(writer, features, labels, images):
    """Log points for TensorBoard's projector.

    features: (N, …) of two dimensions or more, flattened to (N, features); they may carry a gradient
    and lie on any device. labels: tensor or list of N numbers or words.
    images: (N, 1, 28, 28) in [−1, 1]; in the projector −1 is black, 1 is white.
    A label is shown as a plain number or word, 3 or digit, not as tensor(3).
    N may be 1. Nothing that comes in is changed. The writer stays open.
    """
    points = features.detach()
    if points.dim() > 2:
        points = points.flatten(2).mean(dim=2)
    labels = labels.tolist() if torch.is_tensor(labels) else labels
    writer.add_embedding(points, metadata=labels, label_img=(images.detach() + 1) / 2)
