# The amount is on the CPU.
# fails: edit-device
# says: a tensor was left on the CPU
def edit(z, direction, amount):
    amount = torch.full((len(z), 1), 1.0) * torch.as_tensor(amount).reshape(-1, 1)
    return z + amount * direction / direction.norm()
