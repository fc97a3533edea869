# Makes whole numbers of words.
# fails: log-embedding-labels
# says: a label may be a word
def log_embedding(writer, features, labels, images):
    plain = [int(label) for label in labels]
    writer.add_embedding(features.flatten(1), metadata=plain, label_img=(images + 1) / 2)
