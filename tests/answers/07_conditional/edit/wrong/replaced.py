# Sets the place along the direction.
# fails: edit-moves
# says: is replaced
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    unit = direction / direction.norm()
    return z + (amount - z @ unit[:, None]) * unit
