"""Pairs of a statement and a target that no reader has judged, for a teacher to judge; and their labels without texts.

    silver_stance.py news BIN SHARE FILE        what the program finds said in articles, and of whom
    silver_stance.py speeches BIN SHARE FILE    sentences of UN speeches, with the actors that the program finds there
    silver_stance.py sentences BIN SHARE FILE   sentences of NewsMTSC or DSE with other names than the coded ones
    silver_stance.py pack < ROWS > LABELS.csv   judged pairs without their texts
    silver_stance.py rows LABELS.csv[.gz] FILE...   the same with the texts again, for `fit stance`; where a reader has
                                                judged (`judge.py`), that counts

The first three write rows as `coded.py` does, with `table`: the probabilities of against, none and favor that BIN gives. `teacher.py label` adds `silver`, those of the encoder; where both have judged, their mean
counts. FILE is lines of JSON, plain or .zst; its name up to the first point or hyphen is the name of the corpus.
SHARE (0 to 1) of the documents is taken, chosen by hash.
"""
import collections
import csv
import json
import math
import os
import re
import subprocess
import sys
import tempfile

from coded import LABELS, bare, chance, digest, labelled, lines, numbers, side

NAME = re.compile(r"[A-Z][\w’-]*[a-z][\w-]*(?:\s(?:[A-Z][\w-]+|of\s[A-Z][\w-]+))*|\b(?:he|she|him|his|her)\b")
NO_NAMES = set(
    "The A An In On At And But If It This That These Those There They We I You As For With When While After Before "
    "Since What Who Why How Not No Yes So Or By From To Of Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December Mr Mrs Ms Dr Rep Sen Gov "
    "Our Their My Its All Some Many Most Still Even Now Then Here Also Just".split())
END = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)[.!?][”\"’)]*\s+(?=[“\"‘A-Z])")
# Speakers name the UN in every other sentence: this share of those pairs is kept.
OFTEN, KEPT = {"UN"}, 0.25


def corpus_of(path):
    return re.split(r"[.-]", os.path.basename(path))[0]


def scored(program, records):
    """The statements that the program writes for the records, one after another."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        # 1: a few records were rejected, whose characters the program does not take as they are.
        done = subprocess.run([os.path.abspath(program), "score", "-q", "-o", out, path], stderr=subprocess.DEVNULL)
        if done.returncode not in (0, 1):
            sys.exit(f"{program} ended {done.returncode}")
        with open(out, encoding="utf-8") as file:
            yield from map(json.loads, file)


def probabilities(opinion):
    """Against, none, favor, from what an opinion says: it has the difference of the outer two, and the largest of all."""
    stance, sure, polarity = opinion["stance"], opinion["confidence"], opinion["polarity"]
    if polarity == "none":
        lean = max(-1 + sure, min(1 - sure, stance / 0.05))
        three = [(1 - sure - lean) / 2, sure, (1 - sure + lean) / 2]
    else:
        lean = max(0.0, (abs(stance) - 0.05) / 0.95)
        other = min(1 - sure, max(0.0, sure - lean))
        three = [sure, 1 - sure - other, other] if polarity == "against" else [other, 1 - sure - other, sure]
    return [round(max(0.0, one), 2) for one in three]


def pair(opinion, text, start, stop, shift=0):
    """A target to judge; none if no mention lies between `start` and `stop` of `text`."""
    spans = [([m["start"] + shift, m["end"] + shift], m["text"]) for m in opinion["mentions"]]
    spans = sorted(span for span, words in spans if start <= span[0] and span[1] <= stop and text[span[0]:span[1]] == words)
    return {"actor": opinion["target"], "spans": spans, "table": probabilities(opinion)} if spans else None


def write(corpus, document, where, text, statements):
    statements = [statement for statement in statements if statement["targets"]]
    if statements:
        row = {"corpus": corpus, "doc_id": document, "where": where, "text": text, "statements": statements}
        print(json.dumps(row, ensure_ascii=False))


def news(program, share, path):
    corpus = corpus_of(path)
    articles = {article["doc_id"]: article for article in lines(path) if chance(article["doc_id"]) < share}
    place = lambda span: [span["start"], span["end"]] if span else None
    article_text = lambda said: articles[said["doc_id"]]["title" if said["where"] == "title" else "text"]
    found = collections.OrderedDict()
    for said in scored(program, articles.values()):
        content = [place(part) for part in said["content"]]
        targets = [pair(o, article_text(said), content[0][0], content[-1][1]) for o in said["opinions"]]
        targets = [target for target in targets if target]
        if said["assertion"] == "asserted" and sum(b - a for a, b in content) <= 1500:
            found.setdefault((said["doc_id"], said["where"]), []).append({
                "form": said["form"], "holder": said["holder"], "source": place(said["source"]), "cue": place(said["cue"]),
                "content": content, "named": sorted(span for target in targets for span in target["spans"]),
                "targets": [t for t in targets if side(t["actor"]) != side(said["holder"])]})
    for (document, where), statements in found.items():
        write(corpus, document, where, articles[document]["title" if where == "title" else "text"], statements)


def speeches(program, share, path):
    records = {}
    spoken = [speech for speech in lines(path) if chance(speech["doc_id"]) < share]
    for speech in spoken:
        text, last = speech["text"], 0
        before = 0
        for stop in [match.end() for match in END.finditer(text)] + [len(text)]:
            sentence = text[last:stop].rstrip()
            if 40 <= len(sentence) <= 500:
                # The sentence before comes along, so that this one is not the whole text: these are the holder's words.
                start = before if last > before else last
                records[f"{speech['doc_id']}#{last}"] = {
                    "doc_id": f"{speech['doc_id']}#{last}", "date": speech["date"], "text": text[start:last] + sentence,
                    "holder": "Nobody at all", "content": [{"start": last - start, "end": last - start + len(sentence)}]}
            before, last = last, stop
    found = {said["doc_id"]: said for said in scored(program, records.values())}
    for speech in spoken:
        statements = []
        for key, said in ((key, found[key]) for key in (f"{speech['doc_id']}#{at}" for at in range(len(speech["text"]))) if key in found):
            content, at = records[key]["content"][0], int(key.split("#")[1])
            shift = at - content["start"]
            targets = [pair(o, speech["text"], at, at + content["end"] - content["start"], shift) for o in said["opinions"]]
            targets = [target for target in targets if target]
            kept = lambda target: side(target["actor"]) not in (None, side(speech["holder"])) and (
                target["actor"] not in OFTEN or chance(key, target["actor"]) < KEPT)
            statements.append({
                "form": "authored", "holder": speech["holder"], "source": None, "cue": None,
                "content": [[content["start"] + shift, content["end"] + shift]],
                "named": sorted(span for target in targets for span in target["spans"]), "targets": list(filter(kept, targets))})
        write(corpus_of(path), speech["doc_id"], "text", speech["text"], statements)


def names(sentence):
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
        if len(words) >= 2 and not (alone and chance(sentence, start) < 0.5):
            found.append([start, end])
    return found


def sentences(program, share, path):
    """Up to two names of a sentence, and of one in three with two names, one toward the other."""
    corpus = corpus_of(path)
    found, known = {}, set()
    for row in lines(path):
        text, document = row["sentence"], " ".join(str(row["id"]).split())
        if text in known or not 50 <= len(text) <= 320 or chance(document) >= share:
            continue
        known.add(text)
        coded = [row[field] for field in ("target", "p", "q") if field in row]
        others = [span for span in names(text) if not any(span[0] < c["end"] and c["start"] < span[1] for c in coded)]
        others.sort(key=lambda span: chance(text, *span))
        statement = lambda source, target: {
            "form": "given", "holder": None, "source": source, "cue": None, "content": [[0, len(text)]], "named": [],
            "targets": [{"actor": "TARGET", "spans": [target]}]}
        statements = [statement(None, span) for span in others[:2]]
        if len(others) >= 2 and chance(text, "source") < 0.35:
            statements.append(statement(others[0], others[1]))
        found[document] = (text, statements)
    records = []
    mark = lambda span: {"start": span[0], "end": span[1]}
    for document, (text, statements) in found.items():
        for number, statement in enumerate(statements):
            record = {"doc_id": f"{document}#{number}", "holder": "AUTHOR", "text": text, "targets": [mark(statement["targets"][0]["spans"][0])]}
            if statement["source"]:
                record["source"] = mark(statement["source"])
            records.append(record)
    for said in scored(program, records):
        document, number = said["doc_id"].rsplit("#", 1)
        found[document][1][int(number)]["targets"][0]["table"] = probabilities(said["opinions"][0])
    for document, (text, statements) in found.items():
        write(corpus, document, "text", text, statements)


FIELDS = "corpus,document,hash,where,form,holder,source,cue,content,named,target,spans,against,none,favor,judge".split(",")


def places(spans):
    return " ".join(f"{start}-{end}" for start, end in spans)


def pack():
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(FIELDS)
    for line in sys.stdin:
        row = json.loads(line)
        for statement in row["statements"]:
            one = lambda field: places([statement[field]]) if statement[field] else ""
            base = [row["corpus"], row["doc_id"], digest(row["text"]), row["where"], statement["form"], statement["holder"] or "",
                    one("source"), one("cue"), places(statement["content"]), places(statement["named"])]
            for target in statement["targets"]:
                judge = "+".join(name for name in ("table", "silver") if name in target)
                three = merged(target)
                percent = [math.floor(100 * part / sum(three) + 0.5) for part in three]
                table.writerow(base + [target["actor"], places(target["spans"]), *percent, judge.replace("silver", "encoder")])


def merged(target):
    """The mean of what the judges say."""
    judges = [target[name] for name in ("table", "silver") if name in target]
    return [sum(parts) / len(judges) for parts in zip(*judges)]


def texts_of(paths):
    """The texts by corpus, document and place."""
    texts = {}
    for path in paths:
        corpus = corpus_of(path)
        for article in lines(path):
            document = article.get("doc_id") or " ".join(str(article["id"]).split())
            texts[corpus, document, "title"] = article.get("title")
            texts[corpus, document, "text"] = article.get("text") or article.get("sentence")
    return texts


def judged(row):
    """What is known of a pair: what a reader says, else how probable each label is; none if the reader found no sense."""
    reader = row.get("reader")
    if reader == "unclear":
        return None
    if reader:
        return {"label": LABELS[reader.split(",")[0]], "weak": reader.endswith("weak"), "counts": 1.0}
    return {"silver": [int(row[name]) / 100 for name in LABELS], "counts": 1.0}


def rows(labels, paths):
    texts = texts_of(paths)
    found = collections.OrderedDict()
    for row in labelled(labels):
        place = (row["corpus"], row["document"], row["where"])
        text = texts.get(place)
        if text is None or digest(text) != row["hash"]:
            sys.exit(f"{row['document']}: the text is not the one that was judged")
        known = judged(row)
        if not known:
            continue
        key = tuple(row[field] for field in ("form", "holder", "source", "cue", "content"))
        place = ("model" if "label" in known else "silver", *place)
        statement = found.setdefault(place, collections.OrderedDict()).setdefault(key, bare(row))
        statement["targets"].append({"actor": row["target"], "spans": numbers(row["spans"]), **known})
    for (judge, corpus, document, where), statements in found.items():
        row = {"corpus": f"{judge} {corpus}", "doc_id": document, "text": texts[corpus, document, where], "statements": list(statements.values())}
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    verb, *rest = sys.argv[1:] or [""]
    kinds = {"news": news, "speeches": speeches, "sentences": sentences}
    if verb in kinds:
        kinds[verb](rest[0], float(rest[1]), rest[2])
    elif verb == "pack":
        pack()
    elif verb == "rows":
        rows(rest[0], rest[1:])
    else:
        sys.exit(__doc__)
