# One sample after the other.
def modes_covered(samples, centers, std):
    found, good = set(), 0
    for point in samples:
        distance = [math.dist(point.tolist(), center.tolist()) for center in centers]
        nearest = min(range(len(centers)), key=distance.__getitem__)
        if distance[nearest] <= 3 * std:
            found.add(nearest)
            good += 1
    return len(found), good / len(samples)
