# Numbers are shown as 3.0.
# fails: log-embedding-labels
# says: whole numbers became floats
def log_embedding(writer, features, labels, images):
    flat = features.flatten(1)
    plain = labels.float().tolist() if isinstance(labels, torch.Tensor) else list(labels)
    writer.add_embedding(flat, metadata=plain, label_img=(images + 1) / 2)
