# Asks for one digit after the other, with the same noise.
def write(G, text):
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"cannot write {text!r}: only digits")
    z = torch.randn(1, NZ)
    return torch.cat([sample(G, z, torch.tensor([int(c)]))[0] for c in text], dim=-1)
