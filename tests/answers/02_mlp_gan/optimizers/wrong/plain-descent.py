# Plain gradient descent.
# fails: optimizers-adam
# says: this is plain gradient descent
def make_optimizers(G, D, lr):
    return torch.optim.SGD(G.parameters(), lr=lr), torch.optim.SGD(D.parameters(), lr=lr)
