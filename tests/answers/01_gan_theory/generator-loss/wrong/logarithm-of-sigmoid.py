# The formula as it stands: infinite where D is sure.
# fails: generator-loss-values, generator-loss-gradients
# says: use F.softplus on the logits
def generator_loss(logits, saturating):
    d = torch.sigmoid(logits)
    return torch.log(1 - d).mean() if saturating else -torch.log(d).mean()
