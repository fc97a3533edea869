# Only three features, for a picture in space.
# fails: log-embedding-points
# says: expected (9, 4)
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1)[:, :3], metadata=plain, label_img=(images + 1) / 2)
