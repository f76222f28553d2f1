from __future__ import annotations

import pytest

from assistant.check.periods import turned_period


@pytest.mark.parametrize(
    ("source", "claim", "turned"),
    [
        ("Since 2030, the port has fined 12 ferries.", "In 2030, the port fined 12 ferries.", True),
        ("In 2030, the port fined 12 ferries.", "Since 2030, the port has fined 12 ferries.", True),
        ("The toll is paused until 4 March 2030.", "The toll is paused since 4 March 2030.", True),
        ("The rule of the Order of 3 May 2030 is withdrawn.", "The rule was withdrawn on 3 May 2030.", True),
        ("Since 2030, the port has fined 12 ferries.", "The port has fined 12 ferries since 2030.", False),
        ("The toll starts on 4 March 2030.", "The toll starts on 4 March 2030.", False),
        ("The Order of 3 May 2030 bans smoke.", "The Order issued on 3 May 2030 bans smoke.", False),
        ("The Order of 3 May 2030 bans smoke.", "The Order of 3 May 2030 bans smoke.", False),
        ("The toll starts in 2030, and since 2030 it is $2.", "Since 2030 it is $2.", False),
    ],
)
def test_a_date_keeps_its_span_and_its_act(source: str, claim: str, turned: bool) -> None:
    found = turned_period(claim, source)
    assert (found is not None) == turned
