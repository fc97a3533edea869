# torch.func.functional_call runs D with detached parameters, so D is frozen without touching its flags.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    from torch.func import functional_call

    o, x = outlines.to(device), images.to(device)
    optim_G.zero_grad()
    fake = G(o)
    still = {name: p.detach() for name, p in D.named_parameters()}
    on_pair = functional_call(D, still, (torch.cat([o, fake], 1),))
    loss = nn.functional.softplus(on_pair.neg()).mean() + weight * nn.functional.l1_loss(fake, x)
    loss.backward()
    optim_G.step()
    return loss.item()
