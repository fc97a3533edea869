# str.isdecimal also takes digits of other scripts, such as ٣.
# fails: write-refuses
# says: is a digit for str.isdecimal, str.isdigit and int; ask whether each character is in
def write(G, text):
    """One image of the digits of a text, side by side: (1, 32, 32·len(text)) in [0, 1], on the CPU."""
    if not text.isdecimal():
        raise ValueError(f"a text to write holds at least one digit and nothing but digits, not {text!r}.")
    y = torch.tensor([int(character) for character in text])
    z = torch.randn(1, NZ).expand(len(y), NZ)
    images = sample(G, z, y)
    return torch.cat(list(images), 2)
