# Labels as they come: tensor(3).
# fails: log-embedding-labels
# says: labels.tolist()
def log_embedding(writer, features, labels, images):
    writer.add_embedding(features.flatten(1), metadata=labels, label_img=(images + 1) / 2)
