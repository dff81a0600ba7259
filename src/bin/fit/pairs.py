"""Pairs of a sentence and a target for `teacher.py` to label: the names and pronouns that a sentence holds.

    pairs.py MOST SHARE < SENTENCES > ROWS

SENTENCES are lines of JSON with `sentence`. Of each, up to MOST names become targets, and in a SHARE of those with two
names or more, one of them a source and another its target.
"""
import json
import random
import re
import sys

NAME = re.compile(r"[A-Z][\w’-]*[a-z][\w-]*(?:\s(?:[A-Z][\w-]+|of\s[A-Z][\w-]+))*|\b(?:he|she|him|his|her)\b")
NO_NAMES = set(
    "The A An In On At And But If It This That These Those There They We I You As For With When While After Before "
    "Since What Who Why How Not No Yes So Or By From To Of Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December Mr Mrs Ms Dr Rep Sen Gov "
    "Our Their My Its All Some Many Most Still Even Now Then Here Also Just".split())
SHORTEST, LONGEST = 50, 320


def names(sentence, choose):
    """The spans of names in `sentence`; a single word at its beginning is one in half of the cases."""
    found = []
    for match in NAME.finditer(sentence):
        start, end = match.span()
        words = match.group()
        first = words.split()[0]
        if first in NO_NAMES:
            words = words[len(first):].lstrip()
            start = end - len(words)
        if words.endswith("’s"):
            words, end = words[:-2], end - 2
        alone = start == 0 and " " not in words and words not in ("He", "She")
        if len(words) >= 2 and not (alone and choose.random() < 0.5):
            found.append({"start": start, "end": end, "text": words})
    return found


def main(most, share):
    choose = random.Random(5)
    for line in sys.stdin:
        sentence = json.loads(line)["sentence"]
        if not SHORTEST <= len(sentence) <= LONGEST:
            continue
        found = names(sentence, choose)
        choose.shuffle(found)
        rows = [{"sentence": sentence, "target": target} for target in found[:most]]
        if len(found) >= 2 and choose.random() < share:
            rows.append({"sentence": sentence, "source": found[0], "target": found[1]})
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
