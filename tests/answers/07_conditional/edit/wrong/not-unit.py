# The direction keeps its length.
# fails: edit-moves
# says: not divided by its length
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    return z + amount * direction
