from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.settings import Settings, read_settings
from ingest.errors import UsageError

SECRETS = ["openai_api_key", "slack_bot_token", "slack_app_token", "slack_signing_secret"]


def test_the_environment_goes_over_the_file_and_the_flag_over_both(tmp_path: Path) -> None:
    (tmp_path / "pincite.toml").write_text("answer_sentences = 3\nlock_wait_s = 7\n")
    settings = read_settings(
        {"PINCITE_HOME": "/nowhere", "PINCITE_ANSWER_SENTENCES": "4"}, home=str(tmp_path)
    )
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
    assert Settings(openai_api_key=SecretStr("secret"), home="/elsewhere").digest == Settings().digest


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_shows_nowhere(name: str, tmp_path: Path) -> None:
    (tmp_path / "pincite.toml").write_text(f'{name} = "hush-in-file"\n')
    variable = next(one.metadata["variable"] for one in fields(Settings) if one.name == name)
    of_environment, of_file = (
        read_settings({variable: "hush-in-environment"}),
        read_settings({}, home=str(tmp_path)),
    )
    of_program = Settings(**{name: "hush-in-program"})  # type: ignore[arg-type]
    for settings in (of_environment, of_file, of_program):
        for shown in (
            repr(settings),
            str(settings),
            f"{settings}",
            str(asdict(settings)),
            repr(settings.__getstate__()),
        ):
            assert "hush" not in shown
    assert [getattr(one, name).get_secret_value() for one in (of_environment, of_file, of_program)] == [
        "hush-in-environment",
        "hush-in-file",
        "hush-in-program",
    ]


def test_a_secret_that_is_not_set_is_false() -> None:
    assert not any(getattr(read_settings({}, home="/nowhere"), name) for name in SECRETS)
    assert isinstance(Settings().openai_api_key, SecretStr)


@pytest.mark.parametrize("value", ["localhost:11434/v1", "//localhost:11434/v1", "http:localhost"])
def test_an_address_without_its_scheme_is_refused_with_the_remedy(value: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"OPENAI_BASE_URL is .* does not begin with http://") as caught:
        read_settings({"OPENAI_BASE_URL": value}, home=str(tmp_path))
    assert "http://localhost" in caught.value.hint
    assert read_settings({"OPENAI_BASE_URL": "http://localhost:1/v1"}, home=str(tmp_path)).openai_base_url
