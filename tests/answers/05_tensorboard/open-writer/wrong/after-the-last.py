# One more than the highest number, not the first that is free.
# fails: open-writer-again
# says: the first free folder is a-2
# says: a lower number is free
def open_writer(root, name):
    numbers = [1 for folder in os.listdir(root) if folder == name]
    for folder in os.listdir(root):
        front, _, number = folder.rpartition("-")
        if front == name and number.isdigit():
            numbers.append(int(number))
    return SummaryWriter(os.path.join(root, f"{name}-{max(numbers) + 1}" if numbers else name))
