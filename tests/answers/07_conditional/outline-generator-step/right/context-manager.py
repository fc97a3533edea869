# A context manager of contextlib freezes D for the forward pass only; backward happens outside, D thawed.
def outline_generator_step(D, G, outlines, images, optim_G, weight, device):
    """One update of G's weights, and of no others: BCE with label exactly 1 on D's pairs, plus weight · L1."""
    import contextlib

    @contextlib.contextmanager
    def frozen(net):
        asking = [p for p in net.parameters() if p.requires_grad]
        for p in asking:
            p.requires_grad = False
        try:
            yield net
        finally:
            for p in asking:
                p.requires_grad = True

    o, x = (t.to(device) for t in (outlines, images))
    fake = G(o)
    with frozen(D) as judge:
        on_pair = judge(torch.cat([o, fake], 1))
    loss = nn.functional.binary_cross_entropy_with_logits(on_pair, on_pair.new_ones(on_pair.shape))
    loss = loss + weight * torch.mean(torch.abs(fake - x))
    optim_G.zero_grad()
    loss.backward()
    optim_G.step()
    return loss.item()
