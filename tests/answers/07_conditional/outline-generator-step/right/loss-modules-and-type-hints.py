# Type hints, loss modules made in the call, explicit train(), ones as an expanded view.
def outline_generator_step(
    D: nn.Module, G: nn.Module, outlines: torch.Tensor, images: torch.Tensor,
    optim_G: torch.optim.Optimizer, weight: float, device: "torch.device | str",
) -> float:
    adversarial: nn.Module = nn.BCEWithLogitsLoss(reduction="mean")
    distance: nn.Module = nn.L1Loss()
    G.train(), D.train()
    o: torch.Tensor = outlines.to(device, non_blocking=True)
    x: torch.Tensor = images.to(device, non_blocking=True)
    fake: torch.Tensor = G(o)
    logits: torch.Tensor = D(torch.cat((o, fake), dim=-3))
    valid = torch.ones((), device=logits.device, dtype=logits.dtype).expand_as(logits)
    loss: torch.Tensor = torch.add(adversarial(logits, valid), distance(fake, x), alpha=weight)
    optim_G.zero_grad(set_to_none=False)
    loss.backward()
    optim_G.step()
    return float(loss)
