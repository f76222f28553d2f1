"""The labelled pool that the support model learns from: which sets may be learned from, and which rows are
set aside."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPEN = frozenset(
    """
    wice wice_oracle wice_partial_subclaims contractnli summedits factcheck_gpt begin q2_wow faithdial_audit
    defacto_xsum dialfact_small ragtruth_sentence ragtruth_response mtrag_human_eval
    """.split()
)
"""The sets whose licences (MIT, Apache-2.0, BSD, CC BY, ODC-BY, CDLA) allow what is learned from them to be
shipped."""
_SET_ASIDE = 8  # one document in so many is kept for fixing thresholds


@dataclass(frozen=True, slots=True)
class Example:
    """A claim, the evidence it is to be read against, and whether that supports it. `weight` is its share in
    the loss."""

    dataset: str
    evidence: str
    claim: str
    label: int
    weight: float = 1.0
    kind: str = ""


def read_pool(path: Path) -> tuple[list[dict[str, Any]], str]:
    """The rows of the open sets, and the SHA-256 of the file."""
    data = path.read_bytes()
    rows = [json.loads(line) for line in gzip.decompress(data).decode("utf-8").splitlines()]
    return [row for row in rows if row["dataset"] in OPEN], hashlib.sha256(data).hexdigest()


def is_set_aside(row: dict[str, Any]) -> bool:
    """Whether the row's document is one of those kept apart from training; WiCE's three sets share their
    documents."""
    name = row["meta"].get("claim_title") or row["evidence"][:400]
    return int(hashlib.sha256(str(name).encode()).hexdigest(), 16) % _SET_ASIDE == 0


def examples(rows: list[dict[str, Any]]) -> list[Example]:
    """The human-labelled examples, with those that their annotations imply: a corrected summary is supported,
    and so is the original of an edited one; a contract's own clause that was marked as the evidence supports
    what the contract does."""
    found = []
    for row in rows:
        dataset, evidence, claim, label, meta = (
            row["dataset"],
            row["evidence"],
            row["claim"],
            int(row["label"]),
            row["meta"],
        )
        if dataset in ("ragtruth_response", "mtrag_human_eval"):
            continue  # whole answers; the check reads one sentence at a time
        found.append(Example(dataset, evidence, claim, label))
        if dataset == "defacto_xsum" and not label and meta.get("human_corrected"):
            found.append(Example(dataset, evidence, meta["human_corrected"], 1, kind="corrected"))
        if dataset == "summedits" and not label and meta.get("original_summary"):
            found.append(Example(dataset, evidence, meta["original_summary"], 1, kind="original"))
        if dataset == "contractnli" and label and meta.get("gold_evidence"):
            found.append(Example(dataset, meta["gold_evidence"], claim, 1, kind="gold"))
    return found
