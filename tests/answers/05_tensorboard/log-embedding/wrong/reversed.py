# Labels in the wrong order.
# fails: log-embedding-labels
# says: but read
# says: keep their order
def log_embedding(writer, features, labels, images):
    plain = labels.tolist() if torch.is_tensor(labels) else list(labels)
    writer.add_embedding(features.flatten(1), metadata=plain[::-1], label_img=(images + 1) / 2)
