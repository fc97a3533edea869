# The direction keeps its length.
# fails: edit-moves
# says: the direction is not divided by its length, 9 here
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    return z + amount * direction
