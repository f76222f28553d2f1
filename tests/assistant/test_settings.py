from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings, read_settings
from ingest.errors import UsageError


def test_the_environment_goes_over_the_file_and_the_flag_over_both(tmp_path: Path) -> None:
    (tmp_path / "pincite.toml").write_text("answer_sentences = 3\nlock_wait_s = 7\n")
    settings = read_settings({"PINCITE_HOME": "/nowhere", "PINCITE_ANSWER_SENTENCES": "4"}, home=str(tmp_path))
    assert (settings.home, settings.answer_sentences, settings.lock_wait_s) == (str(tmp_path), 4, 7.0)


def test_an_unknown_setting_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown setting PINCITE_HOEM") as caught:
        read_settings({"PINCITE_HOEM": "x"})
    assert "PINCITE_HOME" in caught.value.hint
    (tmp_path / "pincite.toml").write_text("sentences = 3\n")
    with pytest.raises(UsageError, match=r"pincite\.toml: unknown setting 'sentences'"):
        read_settings({}, home=str(tmp_path))


def test_a_value_of_the_wrong_type_is_named() -> None:
    with pytest.raises(UsageError, match="PINCITE_LOCK_WAIT is 'soon', which is not a number"):
        read_settings({"PINCITE_LOCK_WAIT": "soon"})


def test_the_digest_follows_what_can_change_an_answer_and_no_secret() -> None:
    assert Settings(answer_sentences=3).digest != Settings().digest
    assert Settings(openai_api_key="secret", home="/elsewhere").digest == Settings().digest
