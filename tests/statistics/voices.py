"""Lists who counts as the state speaking, for the states with the most statements of a finished run, so that somebody
can read the list and find whom it has wrong.

    verbale run CORPUS --out DIR
    python tests/statistics/voices.py DIR [--states 10] [--words 2] [--unlisted]

Each line has the sector, the number of statements and of statements about it, the id and the name, and for those whom
no table of actors has the words by which the corpus introduces them. `--unlisted` lists only these.
"""

import argparse
import csv
import json
import pathlib
from collections import defaultdict


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def voices(folder, states):
    """The largest states by statements that count for them, each with its voices, the most active first."""
    kinds = {row["id"]: row for row in rows(folder / "actors.csv")}
    speaking = defaultdict(list)
    for row in rows(folder / "voices.csv"):
        if row["speaks"] == "yes" and kinds[row["whole"]]["kind"] == "state":
            speaking[row["whole"]].append((int(row["n_statements"]), int(row["n_about"]), row))
    said = {state: sum(number for number, _, _ in found) for state, found in speaking.items()}
    largest = sorted(said, key=lambda state: (-said[state], state))[:states]
    order = lambda found: sorted(found, key=lambda one: (-one[0], -one[1], one[2]["actor"]))
    return [(kinds[state], said[state], order(speaking[state])) for state in largest], kinds


def introductions(folder, wanted, most):
    """The first words by which statements name each of these holders, with the ids of the statements."""
    found = defaultdict(list)
    path = folder / "statements.jsonl"
    if not path.is_file():
        return found
    with open(path, encoding="utf-8") as file:
        for line in file:
            statement = json.loads(line)
            holder, source = statement["holder"], statement["source"]
            if holder in wanted and source and len(found[holder]) < most:
                words = (source["text"], statement["statement_id"])
                if all(source["text"] != known for known, _ in found[holder]):
                    found[holder].append(words)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--states", type=int, default=10)
    parser.add_argument("--words", type=int, default=2)
    parser.add_argument("--unlisted", action="store_true")
    arguments = parser.parse_args()
    found, kinds = voices(arguments.folder, arguments.states)
    is_unlisted = lambda actor: kinds[actor]["kind"] == "unlisted"
    unlisted = {row["actor"] for _, _, all_ in found for _, _, row in all_ if is_unlisted(row["actor"])}
    introduced = introductions(arguments.folder, unlisted, arguments.words)
    for state, said, all_ in found:
        print(f"# {state['name']} ({state['id']}): {said} statements of {len(all_)} voices")
        for number, about, row in all_:
            if arguments.unlisted and row["actor"] not in unlisted:
                continue
            print(f"{row['sector']:4}{number:6}{about:6}  {row['actor']}  {row['name']}")
            for words, where in introduced.get(row["actor"], []):
                print(f"{'':18}“{words}” ({where})")
        print()


if __name__ == "__main__":
    main()
