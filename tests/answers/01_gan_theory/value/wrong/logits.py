# Applies the Sigmoid to probabilities.
# fails: value-batch, value-certain
# says: a Sigmoid was applied
def value(d_real, d_fake):
    return F.logsigmoid(d_real).mean() + F.logsigmoid(-d_fake).mean()
