# Closes the writer.
# fails: log-embedding-points, log-embedding-labels, log-embedding-images
# says: log_embedding closed the writer
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=(images + 1) / 2)
    writer.close()
