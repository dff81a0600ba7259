"""Statements for a careful reader, person or language model, to judge; and the reader's answers as labels.

    judge.py ask LABELS.csv.gz COUNT FOLDER FILE...   batches of pairs that no reader has judged, and the rules
    judge.py answers LABELS.csv.gz FOLDER > LABELS    the same labels with the answers in the column `reader`

LABELS are those of `silver_stance.py`, FILE the texts as there. Pairs that may lean, or of which the earlier judges were
not sure, are asked more often than others. A reader gets `rules.md` and `batchN.txt`, and writes `outN.txt`: one line
for each item, its number and its label. Pairs in `key.csv` tell which item is which row; other rows stay as they are.
"""
import csv
import glob
import os
import re
import sys

from coded import chance, digest, labelled, numbers
from silver_stance import texts_of

RULES = """# Labelling stance

You read statements from news and speeches, and judge what stance the HOLDER takes BY THIS STATEMENT toward the TARGET:
the words in [[ ]]. The cue stands in *…*; words in round brackets at the beginning are only context.

- `+` favourable: praise, support, solidarity, thanks, defence, trust, cooperation wanted or promised, alliance, sympathy
  with a victim.
- `-` unfavourable: blame, accusation, condemnation, threat, rejection, a demand that presupposes wrongdoing, distrust,
  contempt, sanctions wanted, danger ascribed.
- `0` neither: only named, a place, an addressee, in a list, a topic, an origin, factual, balanced; it suffers what a
  third did and is not pitied; an event is told without taking a side.
- Add `w` (`+w`, `-w`) where a reasonable coder could also have put 0 (polite formula, mild concern, implied).
- `x`: the holder is clearly not who says this, the brackets do not name such an actor, it is the holder itself (unless
  he criticises his own side: then `-`), or the text is broken.

Judge what is said, not what you know of the world. The holder's attitude counts, not the mood of the sentence: who
condemns an attack on [[Y]] is never against Y. "Urged [[Y]] to join the talks" is `0`, "urged [[Y]] to stop its
provocations" is `-`. Where the holder quotes or denies another's view, judge the holder's. Think about "not only … but",
denials, conditions, irony.

For each `batchN.txt` write `outN.txt`: one line for each item, in order, its number and its label (`17 -w`).
"""
ANSWERS = {"+": "favor", "+w": "favor, weak", "-": "against", "-w": "against, weak", "0": "none", "x": "unclear"}
# Items in a batch, and the longest statement that is asked.
BATCH, LONGEST = 160, 700


def shown(text, row):
    """The statement with target and cue marked; none if it is too short or too long."""
    content, cue, source = numbers(row["content"]), numbers(row["cue"]), numbers(row["source"])
    around = content + cue + source
    start, end = min(span[0] for span in around), max(span[1] for span in around)
    if end - start > LONGEST:
        start, end = content[0][0], content[-1][1]
    if not 25 <= end - start <= LONGEST:
        return None
    before = text[max(text.rfind("\n", 0, start) + 1, start - 60):start].strip()
    marks = sorted([(*span, "[[", "]]") for span in numbers(row["spans"])] + [(*span, "*", "*") for span in cue])
    parts, at = [f"({before}) " if before else ""], start
    for first, last, opening, closing in marks:
        if at <= first and last <= end:
            parts += [text[at:first], opening, text[first:last], closing]
            at = last
    return " ".join("".join(parts + [text[at:end]]).split())


def ask(path, count, folder, files):
    texts = texts_of(files)
    os.makedirs(folder, exist_ok=True)
    wanted = []
    for number, row in enumerate(labelled(path)):
        text = texts.get((row["corpus"], row["document"], row["where"]))
        if text is None or row.get("reader"):
            continue
        if digest(text) != row["hash"]:
            sys.exit(f"{row['document']}: the text is not the one that was judged")
        leans = min(1.0, (1 - int(row["none"]) / 100) / 0.45)
        words = shown(text, row)
        if words and chance(number, row["hash"]) < 0.12 + 0.88 * leans:
            wanted.append((chance(words), number, row, words))
    wanted = sorted(wanted, key=lambda item: item[:2])[:count]
    with open(os.path.join(folder, "rules.md"), "w", encoding="utf-8") as file:
        file.write(RULES)
    with open(os.path.join(folder, "key.csv"), "w", encoding="utf-8", newline="") as file:
        key = csv.writer(file, lineterminator="\n")
        key.writerow(["batch", "item", "row"])
        for first in range(0, len(wanted), BATCH):
            batch = first // BATCH
            with open(os.path.join(folder, f"batch{batch}.txt"), "w", encoding="utf-8") as out:
                for item, (_, number, row, words) in enumerate(wanted[first:first + BATCH], 1):
                    out.write(f"{item}. HOLDER {row['holder'] or '?'} · TARGET {row['target']}\n   {words}\n")
                    key.writerow([batch, item, number])


def answers(path, folder):
    with open(os.path.join(folder, "key.csv"), encoding="utf-8", newline="") as file:
        key = {(row["batch"], row["item"]): int(row["row"]) for row in csv.DictReader(file)}
    found = {}
    for name in glob.glob(os.path.join(folder, "out*.txt")):
        batch = re.search(r"out(\d+)", os.path.basename(name))[1]
        with open(name, encoding="utf-8") as file:
            for line in file:
                item, answer = (line.split() + ["", ""])[:2]
                if (batch, item) in key and answer in ANSWERS:
                    found[key[batch, item]] = ANSWERS[answer]
    rows = list(labelled(path))
    table = csv.DictWriter(sys.stdout, [field for field in rows[0] if field != "reader"] + ["reader"], lineterminator="\n")
    table.writeheader()
    for number, row in enumerate(rows):
        row["reader"] = found.get(number, row.get("reader") or "")
        table.writerow(row)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:] or [""]
    if verb == "ask" and len(rest) > 3:
        ask(rest[0], int(rest[1]), rest[2], rest[3:])
    elif verb == "answers" and len(rest) == 2:
        answers(*rest)
    else:
        sys.exit(__doc__)
