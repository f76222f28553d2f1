"""Local models read no further once nobody waits."""

from __future__ import annotations

import pytest

from assistant.errors import Stopped
from assistant.models.reranker import rerank
from assistant.stopping import stoppable

pytestmark = pytest.mark.model


def test_reading_ends_between_two_batches() -> None:
    looks: list[bool] = []

    def stopped() -> bool:
        looks.append(True)
        return len(looks) > 2

    texts = [f"Ferry {number} sails at noon." for number in range(40)]
    with pytest.raises(Stopped), stoppable(stopped):
        rerank("When does the ferry sail?", texts)
    assert len(looks) == 3
    assert len(rerank("When does the ferry sail?", texts)) == 40, "whoever still waits is not concerned"
