# Only one change to the sick set-up: D's rate is that of G (the lesson's row 'D slower').
def cured(G, device):
    layers = [nn.Linear(784, 64), nn.LeakyReLU(0.2), nn.Linear(64, 1)]
    D = nn.Sequential()
    for number, layer in enumerate(layers):
        D.add_module(f"layer{number}", layer)
    D.to(device)
    make = lambda net: torch.optim.Adam(net.parameters(), lr=0.0002, betas=(0.5, 0.999), foreach=False)
    return D, make(G), make(D)
