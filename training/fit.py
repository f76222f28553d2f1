"""What the training of both models has in common: batches of like length, and the steps that lower a loss."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch

T = TypeVar("T")
_CHUNK = 40  # batches among which like lengths are looked for
_WARM_UP = 0.06  # of all steps
_DECAY = 0.01


def like_length(
    given: list[T], length: Callable[[T], int], size: int, random_: random.Random
) -> list[list[T]]:
    """Batches of like length, so that little is padded, in random order."""
    random_.shuffle(given)
    batches = []
    for first in range(0, len(given), size * _CHUNK):
        chunk = sorted(given[first : first + size * _CHUNK], key=length)
        batches += [chunk[i : i + size] for i in range(0, len(chunk), size)]
    random_.shuffle(batches)
    return batches


def descend(
    net: torch.nn.Module,
    epochs: Sequence[Sequence[T]],
    loss_of: Callable[[T], torch.Tensor],
    rate: float,
    after: Callable[[int], None],
) -> None:
    """AdamW with a linear warm-up and decay over all epochs' batches; `after` is called at the end of each,
    numbered from 1, with the net in evaluation mode. The loss is told as it goes."""
    steps = sum(map(len, epochs))
    trained = [(name, values) for name, values in net.named_parameters() if values.requires_grad]
    decayed = [values for _, values in trained if values.ndim > 1]
    plain = [values for _, values in trained if values.ndim < 2]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": _DECAY}, {"params": plain, "weight_decay": 0.0}], lr=rate
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(step / (_WARM_UP * steps), (steps - step) / ((1 - _WARM_UP) * steps))
    )
    started, step, running = time.monotonic(), 0, 0.0
    net.train()
    for number, batches in enumerate(epochs, 1):
        for batch in batches:
            loss = loss_of(batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step, running = step + 1, 0.98 * running + 0.02 * loss.item()
            if step % 50 == 0:
                loss_now = running / (1 - 0.98**step)
                print(
                    f"epoch {number} step {step}/{steps} loss {loss_now:.3f}"
                    f" {(time.monotonic() - started) / 60:.1f} min",
                    flush=True,
                )
        net.eval()
        after(number)
        net.train()
    net.eval()


def weighted_loss(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """The binary cross-entropy, each example by its weight."""
    losses = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), labels, reduction="none")
    return (losses * weights).sum() / weights.sum()
