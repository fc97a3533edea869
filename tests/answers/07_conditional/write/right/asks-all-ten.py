# Asks for all ten digits, and picks.
def write(G, text):
    if len(text) == 0 or set(text) - set("0123456789"):
        raise ValueError(f"write takes a text of one digit or more, but {text} holds others")
    y = torch.tensor([ord(c) - ord("0") for c in text])
    z = torch.randn(NZ).repeat(len(y), 1)
    return torch.hstack([image[0] for image in sample(G, z, y)])[None]
