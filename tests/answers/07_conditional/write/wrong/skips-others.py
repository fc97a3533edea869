# Leaves out what is no digit.
# fails: write-refuses
# says: gives an image of 2 digits: what is no digit is left out
def write(G, text):
    text = "".join(c for c in text if c in "0123456789") or "0"
    y = torch.tensor([int(character) for character in text])
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)
    return torch.cat(list(images), 2)
