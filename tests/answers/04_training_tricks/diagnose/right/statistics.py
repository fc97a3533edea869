# With the statistics module, and the rules in a list.
def diagnose(history):
    import statistics

    d, g, c = ([row[k] for row in history[len(history) - 10 :]] for k in range(3))
    rules = [
        ("diverged", lambda: any(math.isnan(v) or math.isinf(v) for row in history for v in row[:2])),
        ("discriminator_wins", lambda: statistics.mean(d) < 0.1 and statistics.mean(g) > 3),
        ("oscillating", lambda: max(g) > min(g) + 2),
        ("mode_collapse", lambda: statistics.mean(c) < 0.6),
    ]
    return next((name for name, holds in rules if holds()), "healthy")
