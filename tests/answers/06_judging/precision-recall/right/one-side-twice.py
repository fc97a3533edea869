# One function for one direction, called twice.
def precision_recall(real, fake, k):

    for one, name in ((real, "real"), (fake, "fake")):
        if len(one) < k + 1:
            raise ValueError(f"only {len(one)} {name} samples for {k} neighbours")

    def share(asked, owners):
        radius = torch.cdist(owners, owners).topk(k + 1, largest=False).values[:, -1]
        return float((torch.cdist(asked, owners) <= radius).any(dim=1).double().mean())

    return share(fake, real), share(real, fake)
