# Looks at what root holds, once.
def open_writer(root, name):
    there = set(os.listdir(root)) if os.path.isdir(root) else set()
    candidates = [name] + [f"{name}-{n}" for n in range(2, len(there) + 3)]
    free = [candidate for candidate in candidates if candidate not in there]
    return SummaryWriter(os.path.join(root, free[0]), max_queue=1)
