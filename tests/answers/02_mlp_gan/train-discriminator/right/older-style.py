# As in code from PyTorch's first years: Variable, FloatTensor, fill_, data.
from torch.autograd import Variable
import numpy as np


def train_discriminator(real_images, D, G, loss_func, optim_D, batch_size, input_dim, device):
    valid = Variable(torch.FloatTensor(batch_size, 1).fill_(1.0), requires_grad=False).to(device)
    fake = Variable(torch.FloatTensor(batch_size, 1).fill_(0.0), requires_grad=False).to(device)
    real_imgs = Variable(real_images.type(torch.FloatTensor)).to(device).view(batch_size, -1)
    z = Variable(torch.FloatTensor(np.random.normal(0, 1, (batch_size, input_dim)))).to(device)
    gen_imgs = G(z).data

    optim_D.zero_grad()
    d_loss = loss_func(D(real_imgs), valid)
    d_loss += loss_func(D(gen_imgs), fake)
    d_loss.backward()
    optim_D.step()
    return d_loss.data.item()
