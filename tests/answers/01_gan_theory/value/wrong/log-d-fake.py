# The second term is log D(G(z)).
# fails: value-batch, value-certain
# says: it should be log(1 − D(G(z)))
def value(d_real, d_fake):
    return torch.log(d_real).clamp(min=-100).mean() + torch.log(d_fake).clamp(min=-100).mean()
