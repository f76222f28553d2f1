"""Trains the answerability model: a cross-encoder that reads a question against a passage and says whether
the passage answers it.

    python -m training.answerability --pool train-pool.jsonl.gz --out answerability.onnx

Starts from the support model, which has learnt to look at details, keeps its lower half and learns the upper
from `questions.jsonl`: questions of our own on passages of the openly licensed sets of the pool, two that a
passage answers, with the sentences that do, and three that it does not, though they are about the same
people, things and events (the idea of SQuAD 2.0, Rajpurkar et al. 2018). One passage in eight is held out.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import torch
from tokenizers import Encoding, Tokenizer

from assistant.check.entailment import WEIGHTS
from assistant.models.answerability import TOKENS
from ingest.models import RERANKER, models_root
from training.checkpoint import to_onnx, to_torch
from training.fit import descend, like_length, weighted_loss
from training.pool import read_pool
from training.questions import QUESTIONS, Pair, load_questions, pairs, separation

SEED = 20261125
_KEPT_LAYERS = (
    6  # of twelve: what they give is computed once, which makes an epoch of 31,000 pairs an hour on 2 cores
)
Hidden = npt.NDArray[np.float16]


class LowerHalf:
    """The layers that are kept, in the int8 graph that will run them."""

    def __init__(self, model: Path, tokenizer: Tokenizer) -> None:
        graph = onnx.load(str(model))
        last = f"/bert/encoder/layer.{_KEPT_LAYERS - 1}/output/LayerNorm/Add_1_output_0"
        lower = onnx.utils.Extractor(graph).extract_model([one.name for one in graph.graph.input], [last])
        self._session = onnxruntime.InferenceSession(
            lower.SerializeToString(), providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizer

    def states(self, given: Sequence[Pair], size: int = 8) -> list[Hidden]:
        """For each pair, an array of word pieces × 384."""
        encodings = self._tokenizer.encode_batch([(one.question, one.text) for one in given])
        order = sorted(range(len(given)), key=lambda i: len(encodings[i].ids))
        found: list[Hidden] = [np.zeros((0, 0), np.float16)] * len(given)
        for first in range(0, len(order), size):
            batch = order[first : first + size]
            for i, rows in zip(
                batch, self._session.run(None, _feed([encodings[i] for i in batch]))[0], strict=True
            ):
                found[i] = rows[: len(encodings[i].ids)].astype(np.float16)
        return found


def _feed(encodings: Sequence[Encoding]) -> dict[str, npt.NDArray[np.int64]]:
    width = max(len(one.ids) for one in encodings)
    feed = {
        name: np.zeros((len(encodings), width), np.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    for row, one in enumerate(encodings):
        for name, values in (
            ("input_ids", one.ids),
            ("attention_mask", one.attention_mask),
            ("token_type_ids", one.type_ids),
        ):
            feed[name][row, : len(values)] = values
    return feed


def upper_half(net: Any, states: Sequence[Hidden]) -> torch.Tensor:
    """The logits that the layers above those kept make of hidden states."""
    width = max(len(one) for one in states)
    hidden, mask = torch.zeros(len(states), width, states[0].shape[1]), torch.zeros(len(states), 1, 1, width)
    for row, one in enumerate(states):
        hidden[row, : len(one)] = torch.from_numpy(one.astype(np.float32))
        mask[row, :, :, len(one) :] = torch.finfo(torch.float32).min
    for layer in net.bert.encoder.layer[_KEPT_LAYERS:]:
        given = layer(hidden, mask)
        hidden = given[0] if isinstance(given, tuple) else given
    logits: torch.Tensor = net.classifier(net.dropout(net.bert.pooler(hidden)))[:, 0]
    return logits


def main() -> None:
    """Train, telling the loss as it goes and the separation on what is held out after each epoch."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--start", type=Path, default=WEIGHTS / "support.onnx")
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--epochs", type=int, default=1)
    arguments.add_argument("--rate", type=float, default=1e-4)
    arguments.add_argument("--batch", type=int, default=16)
    given = arguments.parse_args()
    random_ = random.Random(given.seed)
    torch.manual_seed(given.seed)
    folder = models_root() / RERANKER.folder
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    rows, digest = read_pool(given.pool)
    asked = load_questions(QUESTIONS, rows)
    shown = pairs([one for one in asked if not one.is_held_out], random_)
    held_out = [one for one in asked if one.is_held_out]
    measured = [Pair(q, one.text, 1.0) for one in held_out for q, _ in one.answered]
    measured += [Pair(q, one.text, 0.0) for one in held_out for q in one.unanswered]
    print(
        json.dumps(
            {"pool_sha256": digest, "passages": len(asked), "pairs": len(shown), "held_out": len(measured)}
        ),
        flush=True,
    )
    lower = LowerHalf(given.start, tokenizer)
    states, measured_states = lower.states(shown), lower.states(measured)
    net = to_torch(given.start)
    net.bert.embeddings.requires_grad_(False)
    for layer in net.bert.encoder.layer[:_KEPT_LAYERS]:
        layer.requires_grad_(False)

    def loss_of(batch: list[int]) -> torch.Tensor:
        labels, weights = (
            torch.tensor([getattr(shown[i], name) for i in batch]) for name in ("label", "weight")
        )
        return weighted_loss(upper_half(net, [states[i] for i in batch]), labels, weights)

    def after(number: int) -> None:
        with torch.no_grad():
            logits = [float(upper_half(net, [one])[0]) for one in measured_states]
        print(
            f"epoch {number} separation {separation(logits, [one.label for one in measured]):.4f}", flush=True
        )
        to_onnx(net, given.start, given.out.with_suffix(f".{number}.onnx"))

    epochs = [
        like_length(list(range(len(shown))), lambda i: len(states[i]), given.batch, random_)
        for _ in range(given.epochs)
    ]
    descend(net, epochs, loss_of, given.rate, after)
    to_onnx(net, given.start, given.out)


if __name__ == "__main__":
    main()
