# The loss from D's logits, in its stable form: softplus(−logit).
import torch.nn.functional as F


def train_generator(D, G, loss_func, optim_G, batch_size, input_dim, device):
    z = torch.distributions.Normal(0, 1).sample((batch_size, input_dim)).to(device)
    logits = torch.logit(D(G(z)))
    loss = F.softplus(-logits).mean()
    optim_G.zero_grad(set_to_none=False)
    loss.backward()
    optim_G.step()
    return loss.cpu().detach().numpy().item()
