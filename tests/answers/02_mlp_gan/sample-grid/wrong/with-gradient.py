# Lays the grid out by hand and forgets no_grad, so the grid keeps the whole graph.
# fails: sample-grid-quiet
# says: the grid carries a gradient
def sample_grid(G, n, input_dim, device):
    noise = torch.randn(n, input_dim, device=device)
    images = (G(noise).reshape(n, 28, 28) + 1) / 2
    columns = min(n, 8)
    blank = torch.zeros(-n % columns, 28, 28, device=device)
    rows = torch.cat([images, blank]).split(columns)
    grid = torch.cat([torch.cat(list(row), dim=1) for row in rows], dim=0)
    return grid.expand(3, -1, -1)
