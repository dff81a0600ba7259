"""The weights of references to somebody who is not named ("them", "the regime"): `lexicons/references.csv`.

    fit references < articles.jsonl > rows.jsonl
    references.py rows.jsonl ARTICLES > lexicons/references.csv

ARTICLES are lines of JSON as `eval_news.py` has them, coded by hand; `fit references` reads the same lines. A candidate
is right if a coded statement that overlaps the content, of the same holder's side or of nobody, has its side as a target.
The weights are those of a logistic regression for each kind of reference, with a quadratic penalty, found by Newton's
method. The same rows give the same bytes.
"""
import collections
import json
import math
import sys

from coded import lines, side, sides

# The penalty on a weight: about so many pairs speak against it. Chosen on the development articles.
PENALTY = 3.0
# A feature seen in fewer pairs of a kind has no weight.
LEAST = 8


def overlap(some, others):
    return sum(max(0, min(end, stop) - max(start, begin)) for start, end in some for begin, stop in others)


def labelled(rows, articles):
    """(kind, document, features, right) for each candidate of a content that somebody has coded."""
    coded = {article["doc_id"]: article["statements"] for article in articles}
    for row in rows:
        parts = row["parts"]
        near = [
            one
            for one in coded.get(row["doc_id"], [])
            if one.get("where") != "title" and 2 * overlap(parts, one["parts"]) >= sum(end - start for start, end in one["parts"])
        ]
        if not parts or not near:
            continue
        own = set().union(*(sides(one["speaker_actor"], one.get("speaker_accept", [])) for one in near))
        if row["holder"] and own and side(row["holder"]) not in own:
            continue
        aims = set()
        for one in near:
            for target in one["targets"]:
                aims |= sides(target["actor"], target.get("accept", []))
        for candidate, features in row["candidates"]:
            if candidate not in own:
                yield row["kind"], row["doc_id"], features, candidate in aims


def solved(matrix, vector):
    """The solution of a system of linear equations, by elimination with pivots."""
    size = len(vector)
    rows = [matrix[at][:] + [vector[at]] for at in range(size)]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for row in range(at + 1, size):
            factor = rows[row][at] / rows[at][at]
            if factor:
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[at])]
    found = [0.0] * size
    for at in reversed(range(size)):
        found[at] = (rows[at][size] - sum(rows[at][k] * found[k] for k in range(at + 1, size))) / rows[at][at]
    return found


def fitted(pairs, names):
    """The weight of each feature for pairs of features and whether they are right."""
    counts = collections.Counter(feature for features, _ in pairs for feature in features)
    kept = [name for name in names if counts[name] >= LEAST]
    number = {name: at for at, name in enumerate(kept)}
    examples = collections.Counter((tuple(sorted(number[f] for f in features if f in number)), right) for features, right in pairs)
    weights = [0.0] * len(kept)
    for _ in range(12):
        slope = [PENALTY * weight if name != "bias" else 0.0 for name, weight in zip(kept, weights)]
        curve = [[0.0] * len(kept) for _ in kept]
        for at, name in enumerate(kept):
            curve[at][at] = PENALTY if name != "bias" else 1e-3
        for (features, right), count in sorted(examples.items()):
            p = 1 / (1 + math.exp(-sum(weights[at] for at in features)))
            for at in features:
                slope[at] += count * (p - right)
                for other in features:
                    curve[at][other] += count * p * (1 - p)
        step = solved(curve, slope)
        weights = [weight - move for weight, move in zip(weights, step)]
    return dict(zip(kept, weights))


def main():
    rows, articles = lines(sys.argv[1]), lines(sys.argv[2])
    order = [line.split(",")[0] for line in open("lexicons/references.csv", encoding="utf-8")][1:]
    pairs = collections.defaultdict(list)
    for kind, _, features, right in labelled(rows, articles):
        pairs[kind].append((features, right))
    kinds = ["he", "they", "it", "state", "part", "body", "person", "event", "topic"]
    weights = {kind: fitted(pairs[kind], order) if pairs[kind] else {} for kind in kinds}
    print(",".join(["feature", *kinds]))
    for name in order:
        print(",".join([name, *(f"{weights[kind].get(name, 0.0) + 0.0:.2f}" for kind in kinds)]))


if __name__ == "__main__":
    main()
