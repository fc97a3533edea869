# By an outer product.
def edit(z, direction, amount):
    unit = nn.functional.normalize(direction, dim=0)
    if not torch.is_tensor(amount):
        amount = torch.full((len(z),), float(amount), device=z.device)
    return z + torch.outer(amount, unit)
