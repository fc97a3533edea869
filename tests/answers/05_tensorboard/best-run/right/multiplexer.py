# TensorBoard's own reader of many runs.
from statistics import mean

from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer


def best_run(root):
    many = EventMultiplexer(size_guidance={"scalars": 0}).AddRunsFromDirectory(root)
    many.Reload()
    candidates = []
    for name, tags in many.Runs().items():
        wanted = ["Quality/distance", "Loss/discriminator", "Loss/generator"]
        if not set(wanted) <= set(tags["scalars"]):
            continue
        values = {tag: [e.value for e in many.Scalars(name, tag)] for tag in wanted}
        if any(math.isnan(v) or math.isinf(v) for column in values.values() for v in column):
            continue
        if len(values["Quality/distance"]) < 3:
            continue
        candidates.append((mean(values["Quality/distance"][-3:]), name))
    return min(candidates)[1] if candidates else None
