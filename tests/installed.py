"""Programs that tests need and that pip does not install. Without them a test is skipped and says so; with
`WEB_TESTS_NO_SKIP` in the environment, as in `.ci/run`, it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

_NO_SKIP = bool(os.environ.get("WEB_TESTS_NO_SKIP", ""))


def missing(what: str) -> NoReturn:
    """Skip for want of something, or fail where nothing may be skipped."""
    if _NO_SKIP:
        pytest.fail(what)
    pytest.skip(what)
