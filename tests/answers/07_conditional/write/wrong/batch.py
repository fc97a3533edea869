# Returns the batch.
# fails: write-image
# says: should have shape
def write(G, text):
    if not text or any(character not in "0123456789" for character in text):
        raise ValueError(f"only digits can be written, not {text!r}")
    y = torch.tensor([int(character) for character in text])
    images = sample(G, torch.randn(1, NZ).expand(len(y), NZ), y)
    return images
