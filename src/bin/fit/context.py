"""How far what an article says elsewhere moves an opinion: the numbers of `src/score/context.rs`, from coded articles.

    context.py BIN0 BIN1 ARTICLES [OPTION...]

ARTICLES, BIN0 and BIN1 are as for `confidence.py learn`; beside that, `weigh` must do nothing in BIN0 and BIN1. The OPTIONs
are passed on to them. With a second reader, only those articles count from which it has not learned.

The numbers are those of a multinomial logistic regression over all opinions of known holders about other sides that have
company, as `context.rs` says what that is. What nobody has coded is judged neither way, at a lower weight, like weak codes.
"""
import collections
import math
import sys

import coded
from confidence import beside, codes_of, halved, solved

# These are as in `context.rs` and `polarity.rs`.
IMAGINED = 3.0
USUAL = 0.3
NEUTRAL = 0.05
LEAST = 1e-4
# How much a code counts that is weak, or that nobody has given.
UNSURE = 0.6
NAMES = ["direction", "leaning", "salience", "shift", "judging"]


def side(actor):
    whole = actor and actor.split(".")[0] in ("UNNAMED", "UNLISTED", "REGION")
    return actor if whole else coded.side(actor)


def likely(opinion):
    """The probabilities of against, none and favor, from the stance and the confidence."""
    sure, stance = opinion["confidence"], opinion["stance"]
    if opinion["polarity"] == "none":
        lean = stance / NEUTRAL
        return [(1 - sure - lean) / 2, sure, (1 - sure + lean) / 2]
    other = sure - (abs(stance) - NEUTRAL) / (1 - NEUTRAL)
    found = [sure, 1 - sure - other, other]
    return found if opinion["polarity"] == "against" else found[::-1]


def rows(program, articles, options):
    """What is known of each opinion that has company: features of its two sums, its class, and how much it counts."""
    everything = collections.defaultdict(list)
    for article, said, near in beside(program, articles, options):
        for opinion in said["opinions"]:
            sides = side(said["holder"]), side(opinion["target"])
            if all(sides) and sides[0] != sides[1]:
                codes = codes_of(said, opinion, near)
                sign = sum(code["sign"] for code in codes)
                weight = UNSURE if all(code.get("weak") for code in codes) else 1.0
                everything[article["doc_id"], sides].append((said["statement_id"], likely(opinion), (sign > 0) - (sign < 0), weight))
    for group in everything.values():
        for statement, own, sign, weight in group:
            others = [other for place, other, *_ in group if place != statement]
            if others:
                against, none, favor = (math.log(max(LEAST, one)) for one in own)
                lean = sum(other[2] - other[0] for other in others) / (len(others) + IMAGINED)
                judged = sum(1 - other[1] - USUAL for other in others) / (len(others) + IMAGINED)
                yield [(favor - against) / 2, lean], [(favor + against) / 2 - none, 1.0, judged], sign, weight


def learned(found):
    """Newton's method. The classes are −1, 0 and 1; the sums are the direction, which has their sign, and the salience."""
    weights = [1.0, 0.0, 1.0, 0.0, 0.0]
    for _ in range(30):
        slope = [0.0] * 5
        bend = [[1e-6 * (i == j) for j in range(5)] for i in range(5)]
        for first, second, sign, counts in found:
            direction = sum(w * x for w, x in zip(weights, first))
            salience = sum(w * x for w, x in zip(weights[2:], second))
            odds = [salience - direction, 0.0, salience + direction]
            parts = [math.exp(one - max(odds)) for one in odds]
            against, _, favor = (part / sum(parts) for part in parts)
            lean, judged = favor - against, favor + against
            wrong = [sign - lean, abs(sign) - judged]
            # How direction and salience vary together.
            spread = [[judged - lean ** 2, lean - lean * judged], [lean - lean * judged, judged - judged ** 2]]
            row = [(x, 0) for x in first] + [(x, 1) for x in second]
            for i, (x, of) in enumerate(row):
                slope[i] += counts * x * wrong[of]
                for j, (y, to) in enumerate(row):
                    bend[i][j] += counts * x * y * spread[of][to]
        weights = [w + step for w, step in zip(weights, solved(bend, slope))]
    return weights


def main(first, second, path, *options):
    articles = coded.lines(path)
    if "--reader" in options:
        articles = [article for article in articles if coded.is_left_out(article["doc_id"])]
    found = [row for program, some in halved((first, second), articles) for row in rows(program, some, options)]
    for name, value in zip(NAMES, learned(found)):
        print(f"{name}: {value:.2f}")
    print(f"n = {len(found)}")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
