"""Invented statements with their stance, as rows to learn from: turns that news has too rarely to teach them.

    invented.py rows FILE      rows as those of `coded.py`
    invented.py check FILE     lines that are not written as they should be; how many labels there are

FILE has a statement a line: the source in [ ], the cue in < >, what is said between | |, and each target in { } with its
label before the name: `-`, `0`, `+`, or `-w` and `+w` where a reasonable reader could also say 0. A line without a source is
its writer's own speech.
"""
import json
import re
import sys

LABELS = {"-": -1, "0": 0, "+": 1}
MARK = re.compile(r"\{([-+]w?|0)|[\[\]<>|}]")
PRONOUN = re.compile(r"(?i)(?:it|its|itself|he|him|his|himself|she|her|hers|herself|they|them|their|theirs|themselves|you|your|who|whose)$")
# Forms of a name that share so many first letters are of one actor: "Jorvia", "Jorvian".
STEM = 4
# So many lines are of one document: turns of the same words stand together.
BLOCK = 40


def read(line):
    """The words of a line, with the places of its marks: by kind, in text order; a place of a target with its label."""
    text, places, opened, at = "", {"[": [], "<": [], "|": [], "{": []}, {}, 0
    for mark in MARK.finditer(line):
        text += line[at:mark.start()]
        at, kind = mark.end(), mark.group()[0]
        closes = {"]": "[", ">": "<", "}": "{"}.get(kind) or ("|" if kind == "|" and "|" in opened else None)
        if closes and closes in opened:
            start, label = opened.pop(closes)
            places[closes].append([start, len(text), label])
        elif closes or kind in opened:
            raise ValueError(f"`{kind}` stands where none is expected")
        else:
            opened[kind] = (len(text), mark.group(1))
    text += line[at:]
    if opened or not places["|"] or len(places["["]) > 1 or len(places["<"]) > 1:
        raise ValueError("marks are missing, or too many")
    inside = lambda place: any(start <= place[0] and place[1] <= end for start, end, _ in places["|"])
    if not places["{"] or not all(map(inside, places["{"])):
        raise ValueError("each target stands in what is said")
    return text, places


def targets(text, places):
    """Targets with all their mentions: a pronoun means whoever was named before with the same label."""
    found = []
    for start, end, label in places:
        name = text[start:end]
        same = [target for target in found if target["mark"] == label]
        if not PRONOUN.match(name):
            same = [target for target in same if target["name"][:STEM] == name[:STEM]]
        if same:
            same[-1]["spans"].append([start, end])
        else:
            found.append({"mark": label, "name": name, "spans": [[start, end]]})
    return [{"actor": f"TARGET.{number}", "spans": target["spans"], "label": LABELS[target["mark"][0]],
             "weak": target["mark"].endswith("w"), "counts": 1.0} for number, target in enumerate(found)]


def rows(path):
    for number, line in lines(path):
        text, places = read(line)
        one = lambda kind: next((place[:2] for place in places[kind]), None)
        content = [place[:2] for place in places["|"]]
        quoted = any(text[start:end].lstrip().startswith("“") for start, end in content)
        form = "authored" if not places["["] else "direct" if quoted else "indirect"
        statement = {"form": form, "holder": None, "source": one("["), "cue": one("<"), "content": content,
                     "named": sorted(place[:2] for place in places["{"]), "targets": targets(text, places["{"])}
        print(json.dumps({"corpus": "invented", "doc_id": f"invented {number // BLOCK}", "text": text, "statements": [statement]}, ensure_ascii=False))


def check(path):
    counts = {}
    for number, line in lines(path):
        try:
            text, places = read(line)
        except ValueError as error:
            print(f"{path}:{number}: {error}: {line}")
            continue
        for target in targets(text, places["{"]):
            counts[target["label"]] = counts.get(target["label"], 0) + 1
    print(" ".join(f"{label:+d}: {count}" for label, count in sorted(counts.items())))


def lines(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, line.rstrip("\n")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("rows", "check"):
        sys.exit(__doc__)
    {"rows": rows, "check": check}[sys.argv[1]](sys.argv[2])
