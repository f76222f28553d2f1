"""How long the page takes: `pytest tests/web/test_web_benchmark.py --benchmark-only`."""

from __future__ import annotations

from typing import Any

from tests.web.conftest import TARIFFS, Visit


def test_from_the_address_to_a_page_that_takes_a_question(benchmark: Any, visit: Visit, site: str) -> None:
    benchmark.pedantic(visit, args=(site,), rounds=5, warmup_rounds=1)


def test_from_a_question_to_its_first_checked_sentence(benchmark: Any, visit: Visit, site: str) -> None:
    def ready() -> tuple[tuple[Any], dict[str, Any]]:
        page = visit(site)
        page.fill("#question textarea", TARIFFS)
        return (page,), {}

    def first(page: Any) -> None:
        page.press("#question textarea", "Enter")
        page.wait_for_selector(".fact")

    benchmark.pedantic(first, setup=ready, rounds=5, warmup_rounds=0)
