# view and words, all on the CPU.
def log_embedding(writer, features, labels, images):
    n = len(images)
    words = [f"{x.item()}" if torch.is_tensor(x) else f"{x}" for x in labels]
    with torch.no_grad():
        points, pictures_ = features.reshape(n, -1).cpu(), images.cpu().mul(0.5).add(0.5)
    writer.add_embedding(points, metadata=words, label_img=pictures_, tag="D")
