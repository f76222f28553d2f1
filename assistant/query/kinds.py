"""Which kinds of document a question speaks of as “the order” or “this report”, without saying which."""

from __future__ import annotations

from assistant.lexicon.rules import Rules


def kinds_meant(question: str, rules: Rules) -> frozenset[str]:
    """The kinds of which a question means one document."""
    return frozenset(row.value for row in rules["kinds"].rows if row.find(question))
