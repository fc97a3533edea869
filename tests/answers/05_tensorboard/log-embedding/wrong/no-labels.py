# Labels are forgotten.
# fails: log-embedding-labels
# says: hand them on as metadata
def log_embedding(writer, features, labels, images):
    writer.add_embedding(features.flatten(1), label_img=(images + 1) / 2)
