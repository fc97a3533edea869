# Forgets z.
# fails: edit-moves
# says: z is left out
def edit(z, direction, amount):
    amount = torch.as_tensor(amount, dtype=z.dtype, device=z.device).reshape(-1, 1)
    return (amount * direction / direction.norm()).expand_as(z)
