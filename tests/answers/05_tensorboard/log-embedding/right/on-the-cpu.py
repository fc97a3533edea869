# NumPy features, words as labels.
def log_embedding(writer, features, labels, images):
    if torch.is_tensor(labels):
        labels = labels.cpu().numpy()
    points = features.detach().cpu().numpy().reshape(features.shape[0], -1)
    writer.add_embedding(points, [str(label) for label in labels], (images.cpu().clamp(-1, 1) + 1) / 2)
