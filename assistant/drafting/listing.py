"""The evidence as a chat model reads it: each document's sentences under what is known of it, as data, each
after an id of a shape that nothing in it has. What several sentences complete stands once, above them."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.drafting.introductions import speaker
from assistant.drafting.reply import ID
from assistant.lexicon.dates import readable_date
from assistant.lexicon.leads import without_leads
from assistant.types import Draft, Evidence
from ingest.tokens import count_for
from prompts import fenced

_LETTERS, _DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def fresh_ids(texts: Iterable[str]) -> Iterator[str]:
    """Ids of a shape that none of the texts contains, in an order that tells nothing."""
    taken = {found.upper() for text in texts for found in re.findall(ID, text)}
    shuffled = random.SystemRandom()
    while True:
        made = "".join(shuffled.choice(kind) for kind in (_LETTERS, _DIGITS, _LETTERS))
        if made not in taken:
            taken.add(made)
            yield made


def chosen_first(drafts: Iterable[Draft], found: Sequence[Evidence]) -> list[Evidence]:
    """What was found, what the drafts of a plan rest on before the rest; whole, where they quote a part."""
    chosen = [one for draft in drafts for one in without_leads(draft.evidence)]
    whole = [next((each for each in found if _holds(each, one)), one) for one in chosen]
    return list({_place(one): one for one in (*whole, *found)}.values())


def _place(one: Evidence) -> tuple[str, int, int]:
    return one.source.slug, one.sentence.start, one.sentence.end


def _holds(whole: Evidence, part: Evidence) -> bool:
    (slug, start, end), (other, first, last) = _place(whole), _place(part)
    return slug == other and start <= first and last <= end


def fitting(evidence: Sequence[Evidence], ids: Iterator[str], room: int, model: str) -> dict[str, Evidence]:
    """As much of the evidence, best first, as so many tokens hold, under ids."""
    shown: dict[str, Evidence] = {}
    stands: set[tuple[str, int]] = set()
    for one in evidence:
        slug = one.source.slug
        new = [lead for lead in one.sentence.leads if (slug, lead.start) not in stands]
        lines = [f"A1B {fenced(one.text)}", *(fenced(lead.text) for lead in new), _said_by(one)]
        if (slug, -1) not in stands:
            lines.append(_heading(one))
        cost = sum(count_for(model, f"{line}\n") for line in lines if line)
        if cost > room:
            continue
        room -= cost
        stands |= {(slug, -1), *((slug, lead.start) for lead in new)}
        shown[next(ids)] = one
    return shown


def listed(shown: Mapping[str, Evidence]) -> str:
    """The evidence by document, best document first, in the order of each document."""
    documents: dict[str, list[tuple[str, Evidence]]] = {}
    for name, one in shown.items():
        documents.setdefault(one.source.slug, []).append((name, one))
    lines: list[str] = []
    for group in documents.values():
        lines.append(_heading(group[0][1]))
        lines += _sentences(sorted(group, key=lambda pair: pair[1].sentence.start))
    return "\n".join(lines)


def _sentences(group: Sequence[tuple[str, Evidence]]) -> Iterator[str]:
    """A document's sentences, those that complete another's words beneath those."""
    places = [one.sentence.start for _, one in group]
    places += [lead.start for _, one in group for lead in one.sentence.leads]
    times = Counter(places)
    above: list[int] = []  # where the lines begin under which the next may stand
    told = ""
    for name, one in group:
        if (says := _said_by(one)) != told:
            told, above = says, []
            yield says or fenced({"speaker": ""})
        leads = list(one.sentence.leads)
        same = 0
        while same < min(len(leads), len(above)) and leads[same].start == above[same]:
            same += 1
        leads, above = leads[same:], above[:same]
        while leads and times[leads[0].start] > 1:
            lead = leads.pop(0)
            yield " " * len(above) + fenced(lead.text)
            above.append(lead.start)
        whole = " ".join((*(lead.text for lead in leads), one.text))
        yield f"{' ' * len(above)}{name} {fenced(whole)}"
        if not leads:
            above.append(one.sentence.start)


def _heading(one: Evidence) -> str:
    """What is known of a document, its kind before its title: what an op-ed says is to be told as its
    author's."""
    source = one.source
    told = {
        source.kind if source.kind not in ("", "unknown") else "document": source.title,
        "by": source.author or source.publisher,
        "in": source.publisher if source.author else "",
        "date": readable_date(source.date),
        "number": source.number if source.number not in source.title else "",
        "stage": source.stage,
        "status": source.status,
    }
    return fenced({key: value for key, value in told.items() if value})


def _said_by(one: Evidence) -> str:
    """Who says a sentence and what holds of it, where the document tells."""
    sentence = one.sentence
    standing = "quoted" if sentence.role == "quoted" else sentence.standing
    told = {"speaker": speaker(one), "standing": "" if standing == "in force" else standing}
    known = {key: value for key, value in told.items() if value}
    return fenced(known) if known else ""
