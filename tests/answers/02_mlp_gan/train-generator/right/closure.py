# Hands the optimizer a closure.
def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    z = torch.randn(batch_size, input_dim, device=device)

    def closure():
        optim_G.zero_grad()
        p = D(G(z))
        loss = loss_func(p, p.new_ones(p.shape))
        loss.backward()
        return loss

    return optim_G.step(closure).item()
