# The sick set-up.
# fails: d-wins-effect
# says: D still wins
def cured(G, device):
    return sick(G, device)
