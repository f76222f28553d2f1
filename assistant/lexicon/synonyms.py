"""Words that mean the same in policy and share no stem: a claim of “guns” is about “firearms”, a topic of
“tariffs” about “duties”."""

from __future__ import annotations

from assistant.lexicon.words import stems

_KIN = tuple(
    frozenset(stems(words))
    for words in (
        "tariff tariffs duty duties levy",
        "tax taxes levy",
        "delay delayed pause paused suspend postpone",
        "ban banned prohibit prohibition",
        "firearm firearms gun guns weapon weapons arms",
        "death deaths died die killed kills fatalities",
        "homicide homicides murder murders killings",
        "designation designate designated designating identified",
        "order orders ordered",
        "law act statute",
        "group groups organization organizations entities",
        "cartel cartels tcos dtos",
        "troops personnel guard soldiers",
        "strike strikes force attack",
        "trafficking traffickers smuggling smuggled",
        "sanction sanctions sanctioned blocked",
        "migration migrants immigration aliens",
        "launder laundering launderers",
        "extradite extradition extradited transfer transferred",
        "drug drugs narcotics",
        "china chinese prc",
        "america american",
        "britain british",
    )
)


def with_kin(words: set[str]) -> set[str]:
    """The stems with those of the words that mean the same."""
    return words.union(*(kin for kin in _KIN if kin & words))
