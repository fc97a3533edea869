# Leaves it to int to refuse, which does not show the text.
# fails: write-refuses
# says: is left to int, which says
def write(G, text):
    if not text:
        raise ValueError("the text is empty")
    y = torch.tensor([int(character) for character in text])
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)
    return torch.cat(list(images), 2)
