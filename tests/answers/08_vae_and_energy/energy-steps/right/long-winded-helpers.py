# Own helpers with type hints, normal_() in place, sum by number, zero_grad(set_to_none=False).
def draw_noise(number: int, latent: int, device) -> torch.Tensor:
    """Fresh normal noise."""
    noise = torch.empty(number, latent, device=device)
    noise.normal_(mean=0.0, std=1.0)
    return noise


def positive_part(values: torch.Tensor) -> torch.Tensor:
    return torch.where(values > 0, values, torch.zeros_like(values))


def average(values: torch.Tensor) -> torch.Tensor:
    return values.sum() / values.numel()


def energy_discriminator_step(D, G, optim_D, x: torch.Tensor, latent: int, margin: float) -> float:
    number_of_images = x.shape[0]
    noise = draw_noise(number_of_images, latent, x.device)
    # the fakes are data for D
    fakes = G(noise)
    fakes = fakes.detach()
    energies_of_real = D.energy(x)
    energies_of_fakes = D.energy(fakes)
    loss_real = average(energies_of_real)
    loss_fake = average(positive_part(margin - energies_of_fakes))
    loss = loss_real + loss_fake
    value = loss.item()
    optim_D.zero_grad(set_to_none=False)
    loss.backward()
    optim_D.step()
    return value


def energy_generator_step(D, G, optim_G, n: int, latent: int, weight: float, device) -> float:
    noise = draw_noise(n, latent, device)
    fakes = G(noise)
    energies = D.energy(fakes)
    features = D.encode(fakes)
    energy_part = average(energies)
    term = pulling_away_term(features)
    loss = energy_part + weight * term
    value = loss.item()
    optim_G.zero_grad(set_to_none=False)
    parameters_of_G = [parameter for parameter in G.parameters() if parameter.requires_grad]
    loss.backward(inputs=parameters_of_G)
    optim_G.step()
    return value
