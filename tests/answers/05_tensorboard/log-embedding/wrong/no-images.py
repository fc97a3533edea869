# Images are forgotten.
# fails: log-embedding-images
# says: hand them on as label_img
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain)
