# Refuses by assert.
# fails: write-refuses
# says: stopped with AssertionError: raise a ValueError
def write(G, text):
    assert text and all(c in "0123456789" for c in text), "digits only"
    y = torch.tensor([int(character) for character in text])
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)
    return torch.cat(list(images), 2)
