# The other way.
# fails: edit-moves
# says: moves the other way
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    return z - amount * direction / direction.norm()
