"""The wording that `build` hands to every step that must put a value into words."""

from __future__ import annotations

from assistant.answer.wording import Wording
from assistant.render.catalogue import listed
from assistant.render.missing import lack
from assistant.render.notices import notice, quarantined
from assistant.render.reasons import failure, reason

WORDING = Wording(
    reason=reason, failure=failure, lack=lack, notice=notice, quarantined=quarantined, listed=listed
)
