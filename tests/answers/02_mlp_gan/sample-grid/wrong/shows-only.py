# Shows the grid, returns nothing.
# fails: sample-grid-image, sample-grid-quiet
# says: should be an image tensor, not None: is a return missing?
def sample_grid(G, n, input_dim, device):
    with torch.no_grad():
        fake = G(torch.randn(n, input_dim, device=device)).reshape(n, 1, 28, 28)
    grid = make_grid((fake + 1) / 2, nrow=8)
    pictures.show_grid(grid)
