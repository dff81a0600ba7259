"""How much the encoder counts beside the transparent reader, for `lexicons/readers.csv`.

    readers.py BIN0 BIN1 ARTICLES TABLE [OPTION...]

ARTICLES are coded, as lines of JSON (see `coded.py`); those are used from which the encoder has not learned. BIN0 and BIN1
are as for `confidence.py learn`, built with the feature `neural`: each scores the articles of a half from which its weights
were not learned. The OPTIONs are passed on to them, such as `--model FILE`.

The share and the exponent of a row are those with the least log loss over a grid, where statement and holder are given.
A weak sign counts as a sign for its greater part only, as in `teacher.py`.
"""
import csv
import math
import sys

import coded
import confidence

# A sign for which the coder would have accepted none is so much of a sign, as in `teacher.py`.
WEAK = 0.65
SHARES = [step / 20 for step in range(21)]
EXPONENTS = [step / 20 for step in range(6, 41)]


def answers(program, articles, options):
    """The probabilities of both readers for each coded target that both were asked of, and what the coder said."""
    actor = lambda s: next((a for a in [s["speaker_actor"], *s.get("speaker_accept", [])] if coded.side(a)), s["speaker"] or "Nobody at all").removeprefix("ANON:")
    given = list(coded.records(articles, actor))
    found = coded.scored(program, [record for record, *_ in given], ["--reader", "both", *options])
    for record, _, statement in given:
        for code in statement["targets"]:
            about = coded.sides(code["actor"], code.get("accept", []))
            for opinion in found.get(record["doc_id"], {}).get("opinions", []):
                if coded.side(opinion["target"]) in about and "readers" in opinion:
                    sign = WEAK if code.get("weak") and code["sign"] else 1.0
                    right = [0.0, 1.0 - sign, 0.0]
                    right[code["sign"] + 1] += sign
                    yield [[opinion["readers"][who][kind] for kind in ("against", "none", "favor")] for who in ("transparent", "neural")], right


def mixed(pair, share, exponent):
    powers = [max(1e-4, share * neural + (1 - share) * transparent) ** exponent for transparent, neural in zip(*pair)]
    return [power / sum(powers) for power in powers]


def loss(rows, share, exponent):
    return -sum(much * math.log(p) for pair, right in rows for p, much in zip(mixed(pair, share, exponent), right) if much) / len(rows)


def main(first, second, path, table, *options):
    articles = [article for article in coded.lines(path) if coded.is_left_out(article["doc_id"])]
    halves = confidence.halved((first, second), articles)
    rows = [row for program, some in halves for row in answers(program, some, options)]
    fitted = {"both": min((loss(rows, share, exponent), share, exponent) for share in SHARES for exponent in EXPONENTS),
              "neural": min((loss(rows, 1.0, exponent), 1.0, exponent) for exponent in EXPONENTS)}
    with open(table, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["reader", "share", "exponent", "origin"])
        for reader, (least, share, exponent) in sorted(fitted.items()):
            out.writerow([reader, f"{share:g}", f"{exponent:g}", "fitted"])
            print(f"{reader}: share {share:g}, exponent {exponent:g}, log loss {least:.3f}, n={len(rows)}")
    print(f"transparent alone: log loss {loss(rows, 0.0, 1.0):.3f}; encoder alone: {loss(rows, 1.0, 1.0):.3f}")


if __name__ == "__main__":
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
