# Asks a list for its list.
# fails: log-embedding-points, log-embedding-labels, log-embedding-images
# says: labels may be a list, too
def log_embedding(writer, features, labels, images):
    plain = labels.tolist()
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=(images + 1) / 2)
