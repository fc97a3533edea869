# Scales the images that it was given.
# fails: log-embedding-images
# says: log_embedding changed its input in place
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=images.add_(1).div_(2))
