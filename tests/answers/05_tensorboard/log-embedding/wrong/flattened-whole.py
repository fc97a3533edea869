# Flattens all to one row.
# fails: log-embedding-points, log-embedding-labels, log-embedding-images
# says: points of shape (36,) for 9 rows of features: all was flattened to one row
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(), metadata=plain, label_img=(images + 1) / 2)
