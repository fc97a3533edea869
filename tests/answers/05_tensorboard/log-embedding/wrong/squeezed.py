# Squeezes away what is 1.
# fails: log-embedding-points
# says: the row itself is gone
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1).squeeze(), metadata=plain, label_img=(images + 1) / 2)
