# Keywords, a tag and a step, labels one by one.
def log_embedding(writer, features, labels, images):
    names = [label.item() if isinstance(label, torch.Tensor) else label for label in labels]
    writer.add_embedding(
        mat=features.detach().reshape(len(features), -1),
        metadata=names,
        label_img=images.detach() * 0.5 + 0.5,
        global_step=0,
        tag="features",
    )
