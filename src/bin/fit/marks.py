"""Coded articles (`CODING.md`) in the form that `fit attribution` and `benches/attribution.rs` read.

Reads JSON lines with `text`, `title` and `statements` on standard input; writes one line for each text, and one for
each title, with the place of each content, cue and source, in characters.
The coding has the words of cue and source, not their places: of the places where the words stand the one nearest to the
content is taken, and of two equally near the one in the same sentence.
"""
import json
import re
import sys


def places(words, text):
    """Where `words` stand as whole words in `text`."""
    if not words:
        return []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    return [(found.start(), found.end()) for found in re.finditer(pattern, text)]


def overlaps(place, parts):
    return any(place[0] < end and start < place[1] for start, end in parts)


def distance(place, span):
    return max(span[0] - place[1], place[0] - span[1], 0)


# A line break or the end of a sentence between two places makes them farther apart by so many characters.
PARAGRAPH, SENTENCE = 1000, 40


def cost(place, spans, text):
    def one(span):
        between = text[min(place[1], span[1]):max(place[0], span[0])]
        sentences = len(re.findall(r"[.!?][”\"’]? [A-Z“\"]", between))
        return distance(place, span) + PARAGRAPH * between.count("\n") + SENTENCE * sentences
    return min(map(one, spans))


def nearest(words, spans, parts, text):
    """The place of `words` nearest to `spans` and outside `parts`; `None` if they do not stand in the text."""
    found = [place for place in places(words, text) if not overlaps(place, parts)]
    return min(found, key=lambda place: (cost(place, spans, text), place), default=None)


def mark(statement, text):
    parts = statement["parts"]
    cue = nearest(statement["cue"], parts, parts, text)
    around = [cue, *parts] if cue and cost(cue, parts, text) < PARAGRAPH else parts
    speaker = nearest(statement["speaker"], [cue] if cue else parts, parts + ([cue] if cue else []), text)
    if speaker and cost(speaker, around, text) >= 2 * PARAGRAPH:
        speaker = None
    place = lambda span: span and {"start": span[0], "end": span[1], "fragments": [span], "text": text[span[0]:span[1]]}
    return {
        "start": parts[0][0], "end": parts[-1][1], "fragments": parts, "kind": statement["kind"],
        "cue": place(cue), "speaker": place(speaker), "nested": statement["nested"],
    }


def row(article, where):
    text = article.get(where) or ""
    marked = [mark(coded, text) for coded in article["statements"] if coded["where"] == where]
    return {"doc_id": f"{article['doc_id']} {where}", "text": text, "quotes": marked}


articles = [json.loads(line) for line in sys.stdin]
for where in ("text", "title"):
    for made in (row(article, where) for article in articles):
        if made["text"]:
            print(json.dumps(made, ensure_ascii=False))
