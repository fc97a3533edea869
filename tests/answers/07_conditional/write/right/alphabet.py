# All ten digits are asked for in one hand, and those of the text picked out.
def write(G, text):
    numbers = ["0123456789".find(character) for character in text]
    if not numbers or min(numbers) < 0:
        raise ValueError(f"{text!r} is not a row of digits.")
    noise = torch.distributions.Normal(0.0, 1.0).sample((1, NZ))
    alphabet = sample(G, noise.expand(10, -1), torch.arange(10))
    return torch.cat([alphabet[number] for number in numbers], dim=-1)
