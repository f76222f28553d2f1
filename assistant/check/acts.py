"""What officials do to somebody or something: a sentence that tells of such an act leans on a quote that has
a word for it."""

from __future__ import annotations

import re

# A line an act, with the words by which a source may tell of it.
_ACTS = [
    frozenset(line.split())
    for line in """
    ban bans banned banning prohibit prohibits prohibited prohibition forbid forbids forbade forbidden outlaws outlawed bars barred unlawful
    fine fines fined penalize penalizes penalized penalise penalised penalty penalties
    designate designates designated designation designations designating
    repeal repeals repealed revoke revokes revoked rescind rescinds rescinded abolish abolishes abolished terminate terminates terminated ends ended
    sanction sanctions sanctioned sanctioning blocked
    impose imposes imposed imposing sets levies levied
    pardon pardons pardoned clemency
    convict convicts convicted conviction convictions guilty sentenced
    indict indicts indicted indictment charged charges
    veto vetoes vetoed
    invade invades invaded invasion
    expel expels expelled expulsion deports deported deportation removed
    extradite extradites extradited extradition
    declare declares declared declaration declaring
    nationalize nationalizes nationalized nationalise nationalised expropriates expropriated
    confiscate confiscates confiscated forfeit forfeited forfeiture seizes seized
    """.strip().splitlines()
]
# A name, such as “Specially Designated Global Terrorist”, tells of no act.
_SMALL = re.compile(r"\b[a-z]+\b")


def untold_act(text: str, quotes: str) -> str:
    """The first verb of a sentence that tells of an official act for which the quotes have no word; empty
    where there is none."""
    there = set(_SMALL.findall(quotes))
    return next(
        (
            word
            for word in _SMALL.findall(text)
            if word.endswith(("s", "ed"))
            for act in _ACTS
            if word in act and not act & there
        ),
        "",
    )
