# Moves all images at once, by indices; hides by a product.
def augment(images, generator):
    n, c, h, w = images.shape
    dev = images.device

    def draw(high):
        return (torch.rand(n, generator=generator, device=dev) * high).floor().long()

    big = nn.functional.pad(images, [3] * 4, value=-1)
    ys = draw(7)[:, None] + torch.arange(h, device=dev)
    xs = draw(7)[:, None] + torch.arange(w, device=dev)
    rows = big.gather(2, ys[:, None, :, None].expand(n, c, h, w + 6))
    out = rows.gather(3, xs[:, None, None, :].expand(n, c, h, w))
    out = out + (2 * torch.rand(n, 1, 1, 1, generator=generator, device=dev) - 1) / 2
    ty, tx = draw(h - 11), draw(w - 11)
    ys, xs = torch.arange(h, device=dev)[None] - ty[:, None], torch.arange(w, device=dev)[None] - tx[:, None]
    gone = ((ys >= 0) & (ys < 12))[:, None, :, None] & ((xs >= 0) & (xs < 12))[:, None, None, :]
    return out * (~gone).to(out.dtype)
