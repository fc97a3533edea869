# str.isdigit also takes small digits, such as ².
# fails: write-refuses
# says: is a digit for str.isdigit and str.isnumeric; ask whether each character is in
def write(G, text):
    """One image of the digits of a text, side by side: (1, 32, 32·len(text)) in [0, 1], on the CPU."""
    if not text.isdigit():
        raise ValueError(f"a text to write holds at least one digit and nothing but digits, not {text!r}.")
    y = torch.tensor([int(character) for character in text])
    z = torch.randn(1, NZ).expand(len(y), NZ)
    images = sample(G, z, y)
    return torch.cat(list(images), 2)
