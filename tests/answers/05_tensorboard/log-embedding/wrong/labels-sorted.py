# The labels are sorted, so that they no longer belong to their points.
# fails: log-embedding-labels
# says: keep their order
def log_embedding(writer, features, labels, images):
    flat = features.flatten(1)
    plain = labels.tolist() if isinstance(labels, torch.Tensor) else list(labels)
    plain = sorted(plain, key=str)
    writer.add_embedding(flat, metadata=plain, label_img=(images + 1) / 2)
