# A column of ones for the offset.
def latent_direction(latents, attribute):
    if bool((attribute == attribute[0]).all()):
        raise ValueError("this attribute never changes")
    ones = torch.ones(len(latents), 1, device=latents.device)
    fit = torch.linalg.lstsq(torch.cat([latents, ones], 1), attribute.reshape(-1, 1)).solution
    return nn.functional.normalize(fit[:-1, 0], dim=0)
