# Directions shorter than 1 are not brought to length 1.
# fails: edit-moves
# says: a direction shorter than 1 stays as it is, 0.05 here, and a longer one is divided
def edit(z, direction, amount):
    """Latents z (n, nz), moved by `amount` along the direction: z + amount · direction / |direction|."""
    amount = torch.as_tensor(amount, device=z.device, dtype=z.dtype).reshape(-1, 1)
    return z + amount * direction / direction.norm().clamp(min=1.0)
