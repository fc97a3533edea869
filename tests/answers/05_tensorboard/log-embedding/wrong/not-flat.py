# Features are not flattened.
# fails: log-embedding-points
# says: flatten the features
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features, metadata=plain, label_img=(images + 1) / 2)
