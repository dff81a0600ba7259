"""How probable it is that an opinion is right: the numbers of `src/score/confidence.rs`, from coded articles.

    confidence.py half K ROWS > REST           rows of `coded.py rows` without the articles of half K (0 or 1)
    confidence.py learn BIN0 BIN1 ARTICLES     the numbers; BINK was built with weights that `fit stance` learned from
                                               `half K`, and scores the articles of that half
    confidence.py table BIN ARTICLES           how often opinions are right, by confidence

ARTICLES are lines of JSON as `eval_news.py` has them. An opinion is right as there: a coded statement that overlaps it
has that holder side, target side and sign; a weak code is right either way.
BIN0 and BIN1 must give the probability of the sign alone as confidence: `confidence` there returns `sign`.
"""
import collections
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile

from coded import lines, side, sides

SIGN = {"favor": 1, "against": -1}
POINTING = {"pronoun", "description", "topic", "unnamed"}
# Offsets in titles and texts never meet.
TITLE = 10_000_000


def half(document):
    return int(hashlib.sha256(document.encode()).hexdigest()[:8], 16) % 2


def halved(programs, articles):
    """Each program with the articles of the half that it scores."""
    for number, program in enumerate(programs):
        yield program, [article for article in articles if half(article["doc_id"]) == number]


def size(parts):
    return max(1, sum(end - start for start, end in parts))


def overlap(some, others):
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in some for b in others)


def placed(parts, where):
    return [(start + TITLE, end + TITLE) if where == "title" else (start, end) for start, end in parts]


def is_holder(holder, coded):
    name = coded["speaker_actor"].removeprefix("NEW:")
    if name != coded["speaker_actor"]:
        last = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.upper())
        if holder.split(".")[-1] == "_".join(last.split()):
            return True
    return side(holder) in sides(coded["speaker_actor"], coded.get("speaker_accept", []))


def beside(program, articles, options=()):
    """Each statement that the program finds in an article, with the coded statements that it overlaps."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "articles.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for article in articles:
                kept = {field: article[field] for field in ("doc_id", "date", "outlet", "title", "text") if article.get(field)}
                file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        done = subprocess.run([os.path.abspath(program), "score", "-q", *options, path], capture_output=True, text=True, check=True)
    found = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        found[said["doc_id"]].append(said)
    for article in articles:
        coded = [(placed(one["parts"], one.get("where")), one) for one in article["statements"]]
        for said in found[article["doc_id"]]:
            parts = placed([(part["start"], part["end"]) for part in said["content"]], said.get("where"))
            yield article, said, [one for place, one in coded if overlap(parts, place) >= 0.5 * min(size(parts), size(place))]


def codes_of(said, opinion, near):
    """The codes for the holder and the target of an opinion, where the coded statements are `near`."""
    target = side(opinion["target"])
    return [code for one in near if is_holder(said["holder"], one) for code in one["targets"]
            if target in sides(code["actor"], code.get("accept", []))]


def opinions(program, articles):
    """The leaning opinions of known holders about other sides, and whether holder and target, and the sign, are right."""
    for _, said, near in beside(program, articles):
        for opinion in said["opinions"]:
            holder, target, sign = side(said["holder"]), side(opinion["target"]), SIGN.get(opinion["polarity"])
            if not (holder and target and sign) or holder == target:
                continue
            codes = codes_of(said, opinion, near)
            right = any(code["sign"] == sign or (code["sign"] == 0 and code.get("weak")) for code in codes)
            yield said, opinion, bool(codes), right


def logit(probability):
    inside = min(max(probability, 0.001), 0.999)
    return math.log(inside / (1 - inside))


def logistic(odds):
    return 1 / (1 + math.exp(-odds))


def seen(said, opinion):
    rules = {mention["rule"] for mention in opinion["mentions"]}
    pointed = rules <= POINTING
    return [1.0, logit(said["confidence"]), float(pointed and "unnamed" not in rules), float(pointed and "unnamed" in rules),
            float(said["rule"] in ("description", "apposition"))]


def regression(rows, answers):
    """Logistic regression by Newton's method."""
    weights = [0.0] * len(rows[0])
    for _ in range(30):
        slope = [0.0] * len(weights)
        bend = [[1e-6 * (i == j) for j in range(len(weights))] for i in range(len(weights))]
        for row, answer in zip(rows, answers):
            sure = logistic(sum(w * x for w, x in zip(weights, row)))
            for i, x in enumerate(row):
                slope[i] += x * (answer - sure)
                for j, y in enumerate(row):
                    bend[i][j] += x * y * sure * (1 - sure)
        weights = [w + step for w, step in zip(weights, solved(bend, slope))]
    return weights


def solved(matrix, right):
    rows = [row + [value] for row, value in zip(matrix, right)]
    for at in range(len(rows)):
        for other in range(len(rows)):
            if other != at:
                share = rows[other][at] / rows[at][at]
                rows[other] = [a - share * b for a, b in zip(rows[other], rows[at])]
    return [row[-1] / row[at] for at, row in enumerate(rows)]


def learn(programs, path):
    articles = lines(path)
    found = [one for program, some in halved(programs, articles) for one in opinions(program, some)]
    rows = [seen(said, opinion) for said, opinion, *_ in found]
    reach = regression(rows, [is_coded for *_, is_coded, _ in found])
    sound = [o["confidence"] * logistic(sum(w * x for w, x in zip(reach, row))) for (_, o, *_), row in zip(found, rows)]
    shift, slope = regression([[1.0, logit(one)] for one in sound], [right for *_, right in found])
    names = ["NAMED", "FOUND", "POINTED_AT", "UNNAMED", "DESCRIBED", "SHIFT", "SLOPE"]
    for name, value in zip(names, [*reach, shift, slope]):
        print(f"{name} {value:.2f}")
    print(f"n = {len(found)}")


def table(program, path):
    bands = collections.defaultdict(list)
    for _, opinion, _, right in opinions(program, lines(path)):
        bands[min(9, int(10 * opinion["confidence"]))].append((opinion["confidence"], right))
    everything = [one for band in bands.values() for one in band]
    error = 0.0
    for band in sorted(bands):
        sure, right = (sum(column) / len(bands[band]) for column in zip(*bands[band]))
        error += abs(sure - right) * len(bands[band]) / len(everything)
        print(f"| {band / 10:.1f} to {(band + 1) / 10:.1f} | {len(bands[band])} | {100 * sure:.0f}% | {100 * right:.0f}% |")
    print(f"calibration error {error:.3f}, n = {len(everything)}")


def main():
    verb, *rest = sys.argv[1:] or [""]
    if verb == "half":
        with open(rest[1], encoding="utf-8") as file:
            sys.stdout.writelines(line for line in file if half(json.loads(line)["doc_id"]) != int(rest[0]))
    elif verb == "learn":
        learn(rest[:2], rest[2])
    elif verb == "table":
        table(*rest)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
