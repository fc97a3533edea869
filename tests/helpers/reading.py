"""The handbook, built once for all who look at it."""

from filelock import FileLock

from course.lessons import handbook


def built(factory):
    """The folder of a handbook, which the first of all workers to come here builds: it takes 20 s."""
    shared = factory.getbasetemp()
    if shared.name.startswith("popen-"):  # a worker's own: the run's is above it
        shared = shared.parent
    with FileLock(shared / "handbook.lock"):
        place = shared / "handbook"
        if not place.exists():
            handbook.build(place)
    return place
