# Row by row.
def edit(z, direction, amount):
    unit = direction / torch.sqrt((direction**2).sum())
    rows = []
    for number, row in enumerate(z):
        own = amount[number] if torch.is_tensor(amount) else amount
        rows.append(row + own * unit)
    return torch.stack(rows)
