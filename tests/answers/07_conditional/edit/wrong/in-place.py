# Moves z itself.
# fails: edit-moves, edit-device
# says: edit changed its input z in place
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    z += amount * direction / direction.norm()
    return z
