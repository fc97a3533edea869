# Two plain loops over the rows, with a running sum.
def pulling_away_term(features):
    n = len(features)
    total = 0
    for i in range(n):
        for j in range(n):
            if i != j:
                a, b = features[i], features[j]
                cosine = torch.dot(a, b) / (torch.sqrt(torch.dot(a, a)) * torch.sqrt(torch.dot(b, b)))
                total = total + cosine * cosine
    return total / (n * (n - 1))
