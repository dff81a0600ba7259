"""The encoder of `teacher.py` as one file for `verbale --reader`, and the means to check the program against Python.

    encoder.py pack FOLDER OUT          a trained FOLDER (model, tokenizer, head) as OUT, for example models/stance.enc
    encoder.py pairs FOLDER < ROWS      what the encoder is shown of each target of the rows, and what it answers
    encoder.py compare PAIRS PAIRS      the same of two programs: of Python, and of `fit pairs OUT < ROWS`

OUT is a safetensors file, packed with zstd. Its matrices are whole numbers, one scale for each row:

- Weights of layers go from -64 to 63, so that a product of bytes fits into sixteen bits on every processor: the sums
  are exact, and thus the same everywhere.
- Rows of the table of tokens go from -64 to 64, which makes the file smaller.
- The head, the norms and the table of places are small and stay as they are.

Letters are folded as the tokenizer folds them, each by itself, in the tensor `letters`: the program needs no tables of
its own. Needs torch and transformers, and the program zstd.
"""
import json
import struct
import subprocess
import sys
import unicodedata

import torch

import teacher

# Weights and tokens as whole numbers of at most this size.
MOST_WEIGHT, MOST_TOKEN = 63, 64


def rounded(matrix, most):
    """Whole numbers of at most `most` in size, and the scale of each row."""
    scale = (matrix.abs().amax(1) / most).clamp(min=1e-12)
    return (matrix / scale[:, None]).round().to(torch.int8), scale


def tensors(model):
    """The tensors of the file by name, in the order in which they are used."""
    state = {name: value.detach().float() for name, value in model.encoder.state_dict().items()}
    out = {}

    def matrix(name, weight, bias, most=MOST_WEIGHT):
        out[name], out[name + ".scale"] = rounded(weight, most)
        if bias is not None:
            out[name + ".bias"] = bias

    def norm(name, source):
        out[name + ".weight"], out[name + ".bias"] = state[source + ".weight"], state[source + ".bias"]

    matrix("tokens", state["embeddings.word_embeddings.weight"], None, MOST_TOKEN)
    out["places"] = state["embeddings.position_embeddings.weight"][:teacher.LONGEST].clone()
    out["segments"] = state["embeddings.token_type_embeddings.weight"]
    norm("norm", "embeddings.LayerNorm")
    for number in range(teacher.LAYERS):
        of = f"encoder.layer.{number}."
        both = lambda kind: torch.cat([state[f"{of}attention.self.{part}.{kind}"] for part in ("query", "key", "value")])
        matrix(f"{number}.asked", both("weight"), both("bias"))
        for name, source in (("heard", "attention.output"), ("up", "intermediate"), ("down", "output")):
            matrix(f"{number}.{name}", state[f"{of}{source}.dense.weight"], state[f"{of}{source}.dense.bias"])
        norm(f"{number}.heard.norm", of + "attention.output.LayerNorm")
        norm(f"{number}.down.norm", of + "output.LayerNorm")
    out["head"], out["head.bias"] = model.head.weight.detach(), model.head.bias.detach()
    return out


def letters(tokenizer):
    """Lines `from-to TAB what it becomes` for all characters that the tokenizer changes."""
    folded = tokenizer.backend_tokenizer.normalizer.normalize_str
    ranges = []
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000 or chr(code) in "\n\r\t ":
            continue
        became = folded(chr(code))
        punctuation = code >= 128 and unicodedata.category(chr(code))[0] == "P"
        if punctuation:
            became = f" {became} "
        if became == chr(code):
            continue
        if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == became:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, became])
    # White space that a letter becomes splits words; all of it is written as a space.
    plain = lambda words: words if words.strip() else (" " if words else "")
    return "".join(f"{first:x}-{last:x}\t{plain(became)}\n" for first, last, became in ranges)


def pack(folder, out):
    model = teacher.Teacher(folder).eval()
    found = tensors(model)
    vocabulary = model.tokenizer.get_vocab()
    names = sorted(vocabulary, key=vocabulary.get)
    assert [vocabulary[name] for name in names] == list(range(len(names))), "tokens are numbered without gaps"
    texts = {"vocabulary": "".join(name + "\n" for name in names), "letters": letters(model.tokenizer)}
    parts = [(name, "I8" if value.dtype == torch.int8 else "F32", list(value.shape), value.contiguous().numpy().tobytes())
             for name, value in found.items()]
    parts += [(name, "U8", [len(text.encode())], text.encode()) for name, text in texts.items()]
    # Whole numbers first, so that all others begin at a multiple of four.
    parts.sort(key=lambda part: {"F32": 0, "I8": 1, "U8": 2}[part[1]])
    config = model.encoder.config
    header = {"__metadata__": {"form": "1", "layers": str(teacher.LAYERS), "heads": str(config.num_attention_heads),
                               "longest": str(teacher.LONGEST), "epsilon": repr(config.layer_norm_eps)}}
    at = 0
    for name, kind, shape, data in parts:
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [at, at + len(data)]}
        at += len(data)
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    whole = struct.pack("<Q", len(head)) + head + b"".join(data for *_, data in parts)
    packed = subprocess.run(["zstd", "-19", "-c", "-q"], input=whole, capture_output=True, check=True).stdout
    with open(out, "wb") as file:
        file.write(packed)
    print(f"{len(whole)} bytes, packed {len(packed)}", file=sys.stderr)


def pairs(folder):
    model = teacher.Teacher(folder).eval()
    rows = list(teacher.examples(sys.stdin))
    found = teacher.judged(model, [pair for _, pair, _ in rows])
    for (_, (first, second), target), probable in zip(rows, found):
        tokens = model.tokenizer(first, second, truncation="only_first", max_length=teacher.LONGEST)["input_ids"]
        print(json.dumps({"first": first, "second": second, "tokens": tokens, "probable": probable, "label": target["label"]},
                         ensure_ascii=False))


def macro(rows):
    scores = []
    for of in range(3):
        right = sum(a == b == of for a, b in rows)
        scores.append(2 * right / max(1, sum(a == of for a, _ in rows) + sum(b == of for _, b in rows)))
    return 100 * sum(scores) / 3


def compare(first, second):
    one, other = ([json.loads(line) for line in open(path, encoding="utf-8")] for path in (first, second))
    pairs = list(zip(one, other, strict=True))
    for field in ("first", "second", "tokens"):
        differ = [(a[field], b[field]) for a, b in pairs if a[field] != b[field]]
        print(f"{field}: {len(differ)} of {len(pairs)} differ")
        for a, b in differ[:3]:
            print(f"  {a}\n  {b}")
    far = sorted(max(abs(p - q) for p, q in zip(a["probable"], b["probable"])) for a, b in pairs)
    best = lambda row: max(range(3), key=lambda at: row["probable"][at])
    print(f"probabilities differ by {sum(far) / len(far):.4f} in the mean, {far[len(far) * 99 // 100]:.4f} in 99 of 100, {far[-1]:.4f} at most")
    print(f"most probable: {sum(best(a) != best(b) for a, b in pairs)} of {len(pairs)} differ")
    for name, rows in (("first", one), ("second", other)):
        labelled = [(row["label"] + 1, best(row)) for row in rows if row.get("label") is not None]
        print(f"{name}: macro-F1 {macro(labelled):.1f}, n={len(labelled)}")


if __name__ == "__main__":
    work = {"pack": (pack, 2), "pairs": (pairs, 1), "compare": (compare, 2)}
    if len(sys.argv) < 2 or sys.argv[1] not in work or len(sys.argv) - 2 != work[sys.argv[1]][1]:
        sys.exit(__doc__)
    work[sys.argv[1]][0](*sys.argv[2:])
