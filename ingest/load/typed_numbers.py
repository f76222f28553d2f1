"""Numbers that were typed before paragraphs, where the program could have set them: the place of each, and
the paragraphs whose words it completes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ingest.load.enumerators import Label, enumerated, leading_labels
from ingest.load.list_leads import is_ended
from ingest.types import Block, Document, Role

_NUMBERED: frozenset[Role] = frozenset({"paragraph", "item"})


def with_typed_numbers(document: Document) -> Document:
    """The document, its paragraphs with typed numbers under their place; those that the program numbered keep
    what is known of them."""
    blocks = list(document.blocks)
    for run in _runs(blocks):
        texts = [document.text[blocks[at].start : blocks[at].end] for at in run]
        labels = [leading_labels(text) for text in texts]
        if sum(map(bool, labels)) < 2 or _are_initials([label[0] for label in labels if label]):
            continue
        last: dict[tuple[str, ...], int] = {}  # the last paragraph with each path of labels
        for at, label, found in zip(run, labels, enumerated(texts), strict=True):
            if label and found.path:
                first, *others = found.path
                own = first if label[0].is_dotted or len(found.path) > 1 else f"({first})"
                place = "" if found.hangs else own + "".join(f"({other})" for other in others)
                above = last.get(found.path[:-1])
                leads = blocks[at].leads or tuple(run[lead] for lead in found.leads)
                if not leads and above is not None and not ends_sentence(document.text, blocks[above]):
                    leads = (*blocks[above].leads, above)
                blocks[at] = replace(blocks[at], place=place, leads=leads)
                last[found.path] = at
    return replace(document, blocks=tuple(blocks))


def ends_sentence(text: str, block: Block) -> bool:
    """Whether a block is a whole sentence, so that nothing below completes it."""
    return is_ended(text[max(block.start, block.end - 10) : block.end])


def _are_initials(labels: list[Label]) -> bool:
    """Whether letters with a full stop are those of names ("J. Smith asked …") rather than of a list."""
    letters = [label.text for label in labels if label.is_dotted and label.text.isupper()]
    return bool(letters) and "A" not in letters and "I" not in letters


def _runs(blocks: list[Block]) -> Iterator[list[int]]:
    """The numbers of blocks that follow one another under one heading, none of which has a place yet."""
    run: list[int] = []
    for number, block in enumerate(blocks):
        if block.role in _NUMBERED and not block.place and not block.speaker:
            run.append(number)
        elif run:
            yield run
            run = []
    if run:
        yield run
