# re.match with $ and strip: a text that ends in a newline passes.
# fails: write-refuses
# says: the newline at the end gets past your check
import re


def write(G, text):
    """One image of the digits of a text, side by side: (1, 32, 32·len(text)) in [0, 1], on the CPU."""
    if not re.match("^[0-9]+$", text):
        raise ValueError(f"a text to write holds at least one digit and nothing but digits, not {text!r}.")
    y = torch.tensor([int(character) for character in text.strip()])
    z = torch.randn(1, NZ).expand(len(y), NZ)
    images = sample(G, z, y)
    return torch.cat(list(images), 2)
