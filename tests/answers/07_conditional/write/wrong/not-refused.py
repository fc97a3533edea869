# Refuses nothing but what int refuses; an empty text is let pass.
# fails: write-refuses
# says: is left to int, which says
def write(G, text):
    if not text:
        return torch.zeros(1, 32, 0)
    y = torch.tensor([int(character) for character in text])
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)
    return torch.cat(list(images), 2)
