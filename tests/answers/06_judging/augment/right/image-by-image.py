# One image after the other, hidden part by slices.
def augment(images, generator):
    place, out = images.device, []
    height, width = images.shape[2:]
    for image in images:
        dy, dx = torch.randint(-3, 4, (2,), generator=generator, device=place).tolist()
        frame = torch.full_like(nn.functional.pad(image, (3, 3, 3, 3)), -1.0)
        frame[:, 3 + dy : 3 + dy + height, 3 + dx : 3 + dx + width] = image
        seen = frame[:, 3 : 3 + height, 3 : 3 + width]
        seen = seen + torch.rand(1, generator=generator, device=place).item() - 0.5
        top = torch.randint(height - 11, (1,), generator=generator, device=place).item()
        left = torch.randint(width - 11, (1,), generator=generator, device=place).item()
        mask = torch.ones(1, height, width, device=place)
        mask[:, top : top + 12, left : left + 12] = 0
        out.append(seen * mask)
    return torch.stack(out)
