# The images are stretched from their own darkest to their brightest pixel.
# fails: log-embedding-images
# says: the values are stretched from the darkest pixel
def log_embedding(writer, features, labels, images):
    flat = features.flatten(1)
    plain = labels.tolist() if isinstance(labels, torch.Tensor) else list(labels)
    writer.add_embedding(flat, metadata=plain, label_img=(images - images.min()) / (images.max() - images.min()))
