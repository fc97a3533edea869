# A matrix product, and a step that is reused.
def simultaneous_step(x, y, lr):
    old = torch.tensor([x, y], dtype=torch.float64)
    turn = torch.tensor([[1.0, -lr], [lr, 1.0]], dtype=torch.float64)
    return tuple((turn @ old).tolist())


def alternating_step(x, y, lr):
    x, _ = simultaneous_step(x, y, lr)
    _, y = simultaneous_step(x, y, lr)
    return x, y
