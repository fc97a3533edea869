# Scales back to the old length.
# fails: edit-moves
# says: the length of z is kept
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    moved = z + amount * direction / direction.norm()
    return moved * z.norm(dim=1, keepdim=True) / moved.norm(dim=1, keepdim=True)
