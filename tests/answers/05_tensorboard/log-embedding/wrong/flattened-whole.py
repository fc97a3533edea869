# Flattens all to one row.
# fails: log-embedding-points, log-embedding-labels, log-embedding-images
# says: are the points the rows?
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(), metadata=plain, label_img=(images + 1) / 2)
