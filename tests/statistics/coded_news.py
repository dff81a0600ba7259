#!/usr/bin/env python3
"""Corrected means against a full coding: hand-coded articles play the analyst.

    coded_news.py BIN ARTICLES [--codes N] [--samples N]

ARTICLES: lines of JSON (.zst too), one article with its coded statements each. All opinions of a run are coded from it;
then samples of N codes correct the means of the ten commonest dyads, and both are compared.
A statement of the run that overlaps no coded one, or whose holder is another, is `wrong_speaker`; a target that is not
coded there, `not_about`.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile


def lines(path):
    if path.endswith(".zst"):
        raw = subprocess.run(["zstd", "-dc", "--long=27", path], capture_output=True, check=True).stdout.decode()
    else:
        raw = open(path, encoding="utf-8").read()
    return [json.loads(line) for line in raw.split("\n") if line.strip()]


def side(actor):
    actor = (actor or "").removeprefix("ANON:")
    return actor if actor.startswith("UNNAMED") else actor.split(".")[0]


def held(holder, coded):
    want = coded["speaker_actor"]
    if want.startswith("NEW:"):
        name = "".join(c if c.isalnum() else "_" for c in want[4:].upper())
        if holder.split(".")[-1] == name:
            return True
    return side(holder) in {side(one) for one in [want, *coded.get("speaker_accept", [])]}


def overlap(one, other):
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def label(statement, target, coded):
    """What the full coding says of an opinion of the run."""
    parts = [(words["start"], words["end"]) for words in statement["content"]]
    where = statement.get("where", "text")
    near = [one for one in coded if one.get("where", "text") == where and overlap(parts, one["parts"]) > 0]
    near = [one for one in near if held(statement["holder"], one)]
    if not near:
        return "wrong_speaker"
    about = lambda one: [t for t in one["targets"] if side(target) in {side(a) for a in [t["actor"], *t.get("accept", [])]}]
    found = [(overlap(parts, one["parts"]), t["sign"]) for one in near for t in about(one)]
    if not found:
        return "not_about"
    return {-1: "against", 0: "neither", 1: "favor"}[max(found)[1]]


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(sheet, to, statements, gold):
    rows = table(sheet)
    for row in rows:
        statement = statements[row["statement_id"].lstrip("'")]
        row["label"] = label(statement, row["target"].lstrip("'"), gold[statement["doc_id"]])
    with open(to, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return rows


def main():
    arguments = sys.argv[1:]
    take = lambda name, default: int(arguments[arguments.index(name) + 1]) if name in arguments else default
    number, samples = take("--codes", 100), take("--samples", 20)
    binary, gold = os.path.abspath(arguments[0]), lines(arguments[1])
    fields = ("doc_id", "date", "outlet", "title", "text")
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        with open(at("news.jsonl"), "w", encoding="utf-8") as file:
            for article in gold:
                file.write(json.dumps({k: article[k] for k in fields if article.get(k)}, ensure_ascii=False) + "\n")
        call = lambda *words: subprocess.run([binary, *words, "-q"], check=True, capture_output=True)
        call("fold", at("news.jsonl"), "-o", at("state"))
        call("merge", at("state"), "--out", at("raw"))
        statements = {one["statement_id"]: one for one in lines(at("raw/statements.jsonl"))}
        coded = {article["doc_id"]: article["statements"] for article in gold}

        def drawn(name, *how):
            call("sample", at("raw"), "--out", at(name), *how)
            return fill(at(f"{name}/sheet.csv"), at(f"{name}.csv"), statements, coded)

        def corrected(name, *how):
            drawn(name, *how)
            call("merge", at("state"), "--codes", at(f"{name}.csv"), "--out", at(f"{name}-out"))
            return {(row["holder"], row["target"]): row for row in table(at(f"{name}-out/corrected.csv"))}

        every = drawn("all", "-n", "1000000")
        # As in the reports: a code counts with the mean strength of the run's opinions in its direction.
        sizes = {1: [], -1: []}
        for row in every:
            for opinion in statements[row["statement_id"].lstrip("'")]["opinions"]:
                if opinion["target"] == row["target"].lstrip("'") and opinion["counted"] and opinion["polarity"] != "none":
                    sizes[1 if opinion["polarity"] == "favor" else -1].append(abs(opinion["stance"]))
        worth = {"favor": sum(sizes[1]) / len(sizes[1]), "against": -sum(sizes[-1]) / len(sizes[-1]), "neither": 0.0}
        full = {}
        for row in every:
            if row["label"] in worth:
                statement = statements[row["statement_id"].lstrip("'")]
                pair = (side(statement["holder"]), side(row["target"].lstrip("'")))
                for key in (("*", "*"), pair):
                    full.setdefault(key, []).append(worth[row["label"]])
        full = {key: sum(values) / len(values) for key, values in full.items()}
        counts = {}
        for row in every:
            counts[row["label"]] = counts.get(row["label"], 0) + 1
        print(f"{len(gold)} articles, {len(every)} opinions; full coding: {counts}")
        of = lambda row, column: float(row[column]) if row[column] else None
        for by in ("polarity", "dyad"):
            runs = [corrected(f"{by}{seed}", "-n", str(number), "--by", by, "--seed", str(seed)) for seed in range(samples)]
            top = lambda actor: actor != "*" and "." not in actor
            dyads = [pair for pair in runs[0] if top(pair[0]) and top(pair[1]) and pair[0] != pair[1] and pair in full]
            dyads = sorted(dyads, key=lambda pair: -int(runs[0][pair]["n_opinions"]))[:10]
            print(f"\n{number} codes by {by}, {samples} samples; mean stance")
            print("| dyad | opinions | raw | full coding | raw error | corrected: mean error | mean absolute error | basis | full coding in interval |")
            print("|---|--:|--:|--:|--:|--:|--:|---|--:|")
            total = [0.0, 0.0, 0, 0, 0]
            for pair in [("*", "*"), *dyads]:
                raw, true = float(runs[0][pair]["raw_stance"]), full[pair]
                found = [run[pair] for run in runs if of(run[pair], "stance") is not None]
                off = [of(row, "stance") - true for row in found]
                holds = sum(of(row, "stance_low") <= true <= of(row, "stance_high") for row in found)
                bases = sorted({row["basis"] for row in found})
                mean = lambda values: sum(values) / max(1, len(values))
                absolute = mean([abs(one) for one in off])
                if pair[0] != "*":
                    total = [total[0] + abs(raw - true), total[1] + absolute, total[2] + 1, total[3] + holds, total[4] + len(found)]
                print(f"| {' on '.join(pair)} | {runs[0][pair]['n_opinions']} | {raw:+.3f} | {true:+.3f} | {raw - true:+.3f} | "
                      f"{mean(off):+.3f} | {absolute:.3f} | {'/'.join(bases)} | {holds} of {len(found)} |")
            sys.stdout.flush()
            print(f"ten dyads: mean absolute error raw {total[0] / max(1, total[2]):.3f}, corrected {total[1] / max(1, total[2]):.3f}; "
                  f"the full coding is in {total[3]} of {total[4]} intervals")


main()
