# Copies on the CPU, in eval mode, without gradient.
import copy


def log_graphs(writer, G, D, input_dim, image_dim):
    both = nn.Sequential()
    both.add_module("generator", copy.deepcopy(G))
    both.add_module("discriminator", copy.deepcopy(D))
    with torch.no_grad():
        writer.add_graph(both.cpu().eval(), torch.rand(2, input_dim))
