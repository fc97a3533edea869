# F.kl_div, which knows that 0 · log 0 is 0.
def jensen_shannon(p, q, dx):
    log_m = torch.log(((p + q) / 2).clamp(min=1e-30))
    both = [F.kl_div(log_m, density, reduction="sum") for density in (p, q)]
    return sum(both) * dx / 2
