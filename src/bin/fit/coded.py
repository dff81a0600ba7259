"""Rows to learn from, and a measure of stance, out of articles that people have coded.

    coded.py labels  BIN ARTICLES LABELS.csv     where the coded targets are named, and how they were judged: no text
    coded.py rows    LABELS.csv ARTICLES         the same with the texts, for `fit stance`
    coded.py sentences NEWSMTSC|DSE FILE         rows of sentences in which two others have coded a target
    coded.py measure BIN ARTICLES [--errors N]   three classes where statement, holder and target are given

ARTICLES are lines of JSON as `eval_news.py` has them. BIN is the program: its own finder of mentions says where a
target is named. Actors that a statement names and nobody has coded are rows too, judged neither way, at half weight.
"""
import collections
import csv
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile

SIGNS = {-1: "against", 0: "none", 1: "favor"}
LABELS = {label: sign for sign, label in SIGNS.items()}
NOT_CODED = 0.5
# The share of the coded articles from which the encoder does not learn.
LEFT_OUT = 0.06


def lines(path):
    if path.endswith(".zst"):
        text = subprocess.run(["zstd", "-dcq", "--long=27", path], capture_output=True, check=True).stdout.decode()
    else:
        text = open(path, encoding="utf-8").read()
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def digest(text):
    """By what labels know the text that was judged."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def chance(*words):
    """A number from 0 to 1 that the words decide."""
    return int(hashlib.sha256(" ".join(map(str, words)).encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def is_left_out(document):
    """Whether the encoder does not learn from a coded article, so that it can tell how far each reader is to be trusted."""
    return chance(document) < LEFT_OUT


def numbers(places):
    """Spans from `start-end`, several with spaces between."""
    return [[int(number) for number in place.split("-")] for place in places.split()]


def labelled(path):
    """The rows of a table of labels."""
    unpack = gzip.open if path.endswith(".gz") else open
    with unpack(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def bare(row):
    """The statement of a row of labels, as yet without targets."""
    one = lambda field: next(iter(numbers(row[field])), None)
    return {"form": row["form"], "holder": row["holder"] or None, "named": numbers(row["named"]), "source": one("source"),
            "cue": one("cue"), "content": numbers(row["content"]), "targets": []}


def side(actor):
    """The part of an id that tells the side; none for those who have no side."""
    actor = (actor or "").removeprefix("ANON:")
    if not actor or actor == "ANON" or actor.startswith("NEW:"):
        return None
    return actor if actor.startswith("UNNAMED") else actor.split(".")[0]


def sides(actor, accepted):
    return {found for found in map(side, [actor, *accepted]) if found}


def words_near(text, words, parts):
    """Where `words` stand in `text`: the place that is nearest to the content, not inside it if that can be."""
    if not words:
        return None
    first, last = parts[0][0], parts[-1][1]
    best, at = None, text.find(words)
    while at >= 0:
        end = at + len(words)
        inside = any(start < end and at < stop for start, stop in parts)
        far = 0 if first <= at < last else min(abs(first - end), abs(at - last))
        rank = (inside, far)
        if best is None or rank < best[0]:
            best = (rank, [at, end])
        at = text.find(words, at + 1)
    return best[1] if best and best[0][1] < 400 else None


def records(articles, holder_of):
    """A given record for each coded statement, with the article and the statement."""
    for article in articles:
        for number, statement in enumerate(article["statements"]):
            text = article["title"] if statement.get("where") == "title" else article["text"]
            parts = sorted(statement["parts"])
            record = {"doc_id": f"{article['doc_id']}#{number}", "date": article.get("date"), "text": text,
                      "holder": holder_of(statement), "content": [{"start": a, "end": b} for a, b in parts]}
            for field, words in (("source", statement.get("speaker")), ("cue", statement.get("cue"))):
                found = words_near(text, words, parts)
                if found:
                    record[field] = {"start": found[0], "end": found[1]}
            yield record, article, statement


def scored(program, given, options=()):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "given.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in given)
        done = subprocess.run([os.path.abspath(program), "score", "-q", *options, path], capture_output=True, check=True)
    return {row["doc_id"]: row for row in map(json.loads, done.stdout.decode().splitlines())}


def named_in(program, articles):
    """The actors that the program finds in each title and text, with their mentions."""
    given = [{"doc_id": f"{article['doc_id']}#{where}", "date": article.get("date"), "text": article[where], "holder": "Nobody at all"}
             for article in articles for where in ("title", "text") if article.get(where)]
    # With a holder whom nobody knows, the program names the holder's own side too.
    return {row["doc_id"]: row["opinions"] for row in scored(program, given, ["--no-fitted"]).values()}


def labels(program, articles_path, out):
    articles = lines(articles_path)
    corpus = os.path.basename(articles_path).split(".")[0]
    found = named_in(program, articles)
    with open(out, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("corpus,document,hash,where,form,holder,source,cue,content,named,target,spans,label,judge".split(","))
        for record, article, statement in records(articles, lambda statement: ""):
            where = statement.get("where") or "text"
            inside = lambda span: any(part["start"] <= span["start"] and span["end"] <= part["end"] for part in record["content"])
            opinions = [{"target": o["target"], "mentions": [m for m in o["mentions"] if inside(m)]}
                        for o in found.get(f"{article['doc_id']}#{where}", [])]
            opinions = [o for o in opinions if o["mentions"]]
            place = lambda span: f"{span['start']}-{span['end']}"
            all_places = lambda spans: " ".join(map(place, spans))
            holder = statement["speaker_actor"]
            own = sides(holder, statement.get("speaker_accept", []))
            known = next((actor for actor in [holder, *statement.get("speaker_accept", [])] if side(actor)), "")
            known = known.removeprefix("ANON:")
            named = all_places(sorted((m for o in opinions for m in o["mentions"]), key=lambda m: m["start"]))
            base = [corpus, article["doc_id"], digest(record["text"]), where, statement["kind"], known,
                    *(place(record[f]) if f in record else "" for f in ("source", "cue")), all_places(record["content"]), named]
            for target in targets(opinions, statement, own, known):
                table.writerow(base + [target["actor"], all_places(target["spans"]), target["label"], target["judge"]])


def targets(opinions, statement, own, holder):
    """The actors that the program finds in a statement, with their code."""
    by_side = collections.OrderedDict()
    for opinion in opinions:
        about = side(opinion["target"])
        if about and opinion["target"] != holder:
            entry = by_side.setdefault(about, {"actor": opinion["target"], "spans": []})
            entry["spans"] += opinion["mentions"]
    for about, entry in by_side.items():
        codes = [code for code in statement["targets"] if about in sides(code["actor"], code.get("accept", []))]
        # Somebody who is neither alone can have parts that are judged: the sign counts before none.
        codes.sort(key=lambda code: (code["sign"] == 0, bool(code.get("weak"))))
        spans = sorted(entry["spans"], key=lambda span: span["start"])
        if codes:
            label, judge = SIGNS[codes[0]["sign"]], "weak" if codes[0].get("weak") else "coder"
        else:
            label, judge = "none", "own side" if about in own else "not coded"
        yield {"actor": entry["actor"], "spans": spans, "label": label, "judge": judge}


def rows(labels_path, articles_path):
    articles = {article["doc_id"]: article for article in lines(articles_path)}
    statements = collections.OrderedDict()
    for row in labelled(labels_path):
        text = articles[row["document"]]["title" if row["where"] == "title" else "text"]
        if digest(text) != row["hash"]:
            sys.exit(f"{row['document']}: the text is not the one that was coded")
        key = tuple(row[f] for f in ("corpus", "document", "where", "form", "holder", "source", "cue", "content"))
        statement = statements.setdefault((row["document"], row["where"]), {}).setdefault(key, bare(row))
        statement["targets"].append({
            "actor": row["target"], "spans": numbers(row["spans"]), "label": LABELS[row["label"]],
            "weak": row["judge"] == "weak", "counts": 1.0 if row["judge"] in ("coder", "weak") else NOT_CODED})
    for (document, where), found in statements.items():
        article = articles[document]
        corpus = next(iter(found))[0]
        text = article["title"] if where == "title" else article["text"]
        print(json.dumps({"corpus": corpus, "doc_id": document, "text": text, "statements": list(found.values())}, ensure_ascii=False))


def sentences(kind, path):
    place = lambda span: [span["start"], span["end"]]
    signs = {"negative": -1, "neutral": 0, "positive": 1}
    for row in lines(path):
        text = row["sentence"]
        def statement(source, target, label):
            return {"form": "given", "holder": None, "source": source, "cue": None, "content": [[0, len(text)]],
                    "named": [], "targets": [{"actor": "TARGET", "spans": [target], "label": label, "counts": 1.0}]}
        if kind == "NEWSMTSC":
            found = [statement(None, place(row["target"]), signs[row["label"]])]
        else:
            p, q, label = place(row["p"]), place(row["q"]), row["label"]
            found = [statement(p, q, {1: 1, 3: -1}.get(label, 0)), statement(q, p, {2: 1, 4: -1}.get(label, 0))]
        print(json.dumps({"corpus": kind.lower(), "doc_id": " ".join(str(row["id"]).split()), "text": text, "statements": found}, ensure_ascii=False))


def measure(program, articles_path, show):
    articles = lines(articles_path)
    actor = lambda s: next((a for a in [s["speaker_actor"], *s.get("speaker_accept", [])] if side(a)), s["speaker"] or "Nobody at all").removeprefix("ANON:")
    given = list(records(articles, actor))
    found = scored(program, [record for record, *_ in given])
    pairs, bands, counted, errors = [], collections.defaultdict(lambda: [0, 0, 0.0]), [0, 0, 0], []
    for record, article, statement in given:
        opinions = found.get(record["doc_id"], {}).get("opinions", [])
        for code in statement["targets"]:
            about = sides(code["actor"], code.get("accept", []))
            mine = [o for o in opinions if side(o["target"]) in about]
            if not mine:
                continue
            best = max(mine, key=lambda o: (o["polarity"] != "none", o["confidence"]))
            sign = {"favor": 1, "against": -1, "none": 0}[best["polarity"]]
            pairs.append((code["sign"], sign, bool(code.get("weak"))))
            band = bands[min(9, int(best["confidence"] * 10))]
            band[0] += 1; band[1] += sign == code["sign"]; band[2] += best["confidence"]
            if best.get("counted", best["polarity"] != "none" and best["confidence"] >= 0.5):
                counted[0] += 1; counted[1] += sign == code["sign"] or code["sign"] == 0 and bool(code.get("weak"))
                counted[2] += sign == code["sign"] and not code.get("weak")
            if sign != code["sign"] and not code.get("weak"):
                text = record["text"]
                errors.append((best["confidence"], code["sign"], sign, code["actor"], [(e["text"], e["rule"], e["valence"]) for e in best["evidence"]],
                               " … ".join(text[p["start"]:p["end"]] for p in record["content"])[:300]))
    for name, chosen in (("all", pairs), ("strong", [p for p in pairs if not p[2]])):
        print(f"given        {name:6} n={len(chosen)} macro-F1 {100 * macro(chosen):.1f} accuracy {100 * sum(g == p for g, p, _ in chosen) / max(1, len(chosen)):.1f}")
    strong = sum(g != 0 and not w for g, _, w in pairs)
    print(f"             counted: {counted[1]} of {counted[0]} right ({100 * counted[1] / max(1, counted[0]):.1f}%), recall of strong signs {100 * counted[2] / max(1, strong):.1f}%")
    n = sum(band[0] for band in bands.values())
    off = sum(abs(band[1] - band[2]) for band in bands.values()) / max(1, n)
    print(f"             calibration error {off:.3f}: " + "; ".join(f"{k / 10:.1f} {b[1]}/{b[0]}" for k, b in sorted(bands.items())))
    for error in sorted(errors, key=lambda e: -e[0])[:show]:
        print(*error, sep=" | ")


def macro(pairs):
    score = 0.0
    for label in (-1, 0, 1):
        right = sum(g == p == label for g, p, _ in pairs)
        said = sum(p == label for _, p, _ in pairs) + sum(g == label for g, _, _ in pairs)
        score += 2 * right / said if said else 0.0
    return score / 3


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    verb, *rest = sys.argv[1:]
    show = int(rest[rest.index("--errors") + 1]) if "--errors" in rest else 0
    work = {"labels": lambda: labels(*rest[:3]), "rows": lambda: rows(*rest[:2]), "sentences": lambda: sentences(*rest[:2]),
            "measure": lambda: measure(rest[0], rest[1], show)}
    if verb not in work:
        sys.exit(__doc__)
    work[verb]()
