# Black and white are exchanged.
# fails: log-embedding-images
# says: black and white are exchanged
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=(1 - images) / 2)
