# Takes numbers only.
# fails: edit-moves, edit-device
# says: stopped with
def edit(z, direction, amount):
    return z + amount * direction / direction.norm()
