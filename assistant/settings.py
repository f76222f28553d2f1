"""The settings: one frozen object, read once from the environment and a file; nothing else in the program
reads the environment."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import SecretStr

from ingest.errors import UsageError

_SECRETS = (
    "openai_api_key",
    "slack_bot_token",
    "slack_app_token",
    "slack_signing_secret",
    "oidc_client_secret",
)
_ADDRESSES = ("openai_base_url", "slack_api", "oidc_issuer", "traces")
_CHANGES_NO_ANSWER = (
    *_SECRETS,
    "home",
    "record_key",
    "keep_conversations",
    "keep_record",
    "models",
    "host",
    "port",
    "tls_cert",
    "tls_key",
    "root_path",
    "user_header",
    "trusted_proxy",
    "hosts",
    "open",
    "sign_in",
    "session_idle_m",
    "session_whole_h",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_scopes",
    "oidc_groups_claim",
    "fetch_allow",
    "person_mb",
    "person_uploads",
    "free_mb",
    "read_memory_mb",
    "read_seconds",
    "slack_mode",
    "slack_port",
    "slack_api",
    "chroma_timeout_s",
    "metrics",
    "watchers",
    "log",
    "log_users",
    "log_text",
    "traces",
    "stop_wait_s",
)


_UNTOLD = re.compile(r"KEY|TOKEN|SECRET|PASSW|CREDENTIAL|^(?:PINCITE|SLACK|OPENAI)_", re.IGNORECASE)
_UNSET = SecretStr("")


def _setting(default: Any, variable: str, meaning: str) -> Any:
    return field(default=default, metadata=_described(variable, meaning))


def _described(variable: str, meaning: str) -> dict[str, str]:
    return {"variable": variable, "meaning": meaning}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its variable, default and meaning; the reference's table is made of these. Secrets
    show as asterisks."""

    home: str = _setting("", "PINCITE_HOME", "Folder of the library; empty: the platform's data folder.")
    embedder: str = _setting(
        "local", "PINCITE_EMBEDDER", "`local` (bge-small-en-v1.5 on the CPU) or `openai:MODEL`."
    )
    models: str = _setting(
        "", "PINCITE_MODELS", "Folder of the local models; empty: those in the installed package."
    )
    chroma: str = _setting(
        "", "PINCITE_CHROMA", "URL of a Chroma server; empty: Chroma embedded, in the home folder."
    )
    chroma_timeout_s: float = _setting(
        30.0, "PINCITE_CHROMA_TIMEOUT", "Seconds in which each reply of the Chroma server must be whole."
    )
    lock_wait_s: float = _setting(
        300.0, "PINCITE_LOCK_WAIT", "Seconds to wait for another process that is writing to the library."
    )
    record_key: str = _setting(
        "",
        "PINCITE_RECORD_KEY",
        "File, outside the home folder, with the key that seals the record's lines; empty: they are chained"
        " without one.",
    )
    keep_conversations: int = _setting(
        0,
        "PINCITE_KEEP_CONVERSATIONS",
        "Days that a conversation, and a memo, a review or a check in a list, is kept after it was last"
        " changed; 0: until it is deleted.",
    )
    keep_record: int = _setting(
        0,
        "PINCITE_KEEP_RECORD",
        "Days that the record keeps the words of answers, memos, reviews and feedback; then a line is left"
        " that says when, what and who. 0: for ever.",
    )
    read_memory_mb: int = _setting(
        2000,
        "PINCITE_READ_MEMORY_MB",
        "Memory, in megabytes, that reading one file may take, where the system can limit it.",
    )
    read_seconds: float = _setting(
        120.0,
        "PINCITE_READ_SECONDS",
        "Seconds of processor time that reading one file may take; on the clock twice as long, and longer for"
        " each page that is recognised.",
    )
    fetch_timeout_s: float = _setting(20.0, "PINCITE_FETCH_TIMEOUT", "Seconds to wait for a URL's server.")
    max_fetch_mb: int = _setting(
        50,
        "PINCITE_MAX_FETCH_MB",
        "Largest document that is fetched from a URL or uploaded in the page, in megabytes.",
    )
    person_mb: int = _setting(
        2000,
        "PINCITE_PERSON_MB",
        "Megabytes of documents that one person who is no librarian may have in the library; 0: no limit.",
    )
    person_uploads: int = _setting(
        2,
        "PINCITE_PERSON_UPLOADS",
        "Uploads and fetched addresses of one person who is no librarian that are under way at once;"
        " 0: no limit.",
    )
    free_mb: int = _setting(
        500, "PINCITE_FREE_MB", "Megabytes of the disk that documents of the page and of Slack leave free."
    )
    fetch_allow: str = _setting(
        "",
        "PINCITE_FETCH_ALLOW",
        "Names (`wiki.office.example`, `*.office.example`) and networks (`10.1.0.0/16`), comma separated,"
        " that the page and Slack may fetch from besides the public internet; `:PORT` or `:*` after one for"
        " ports other than 80 and 443; `*`: everything.",
    )
    chat_model: str = _setting(
        "",
        "PINCITE_CHAT_MODEL",
        "`MODEL`, `PROVIDER:MODEL` or `gguf:FILE`, which drafts answers; empty: answers are quotes.",
    )
    chat_protocol: str = _setting(
        "auto",
        "PINCITE_CHAT_PROTOCOL",
        "How the chat model writes: `schema`, `tool` or `text` in one call, `groups` a few quotes at a time;"
        " `auto`: by what it can do.",
    )
    context_tokens: int = _setting(
        8000, "PINCITE_CONTEXT_TOKENS", "Tokens that the chat model takes in one call, its reply included."
    )
    reply_tokens: int = _setting(800, "PINCITE_REPLY_TOKENS", "The most tokens of a reply of the chat model.")
    answer_budget: int = _setting(
        30_000, "PINCITE_ANSWER_BUDGET", "The most tokens that one answer may cost, over all calls."
    )
    price_input: float = _setting(
        0.0,
        "PINCITE_PRICE_INPUT",
        "Dollars per million tokens that the chat model reads; 0: cost is not shown.",
    )
    price_output: float = _setting(
        0.0, "PINCITE_PRICE_OUTPUT", "Dollars per million tokens that the chat model writes."
    )
    chat_timeout_s: float = _setting(
        60.0, "PINCITE_CHAT_TIMEOUT", "Seconds in which each reply of the chat model must be whole."
    )
    judge: int = _setting(
        0, "PINCITE_JUDGE", "1: the chat model also judges each sentence that passed the local check."
    )
    strict: int = _setting(0, "PINCITE_STRICT", "1: sentences that fail the check are counted, not shown.")
    answer_sentences: int = _setting(6, "PINCITE_ANSWER_SENTENCES", "The most sentences in an answer.")
    host: str = _setting(
        "127.0.0.1", "PINCITE_HOST", "Address on which `pincite serve` listens; only this machine by default."
    )
    port: int = _setting(7860, "PINCITE_PORT", "Port of `pincite serve`; 0: any that is free.")
    tls_cert: str = _setting("", "PINCITE_TLS_CERT", "Certificate file of `pincite serve` for HTTPS.")
    tls_key: str = _setting("", "PINCITE_TLS_KEY", "Key file of the certificate.")
    root_path: str = _setting(
        "", "PINCITE_ROOT_PATH", "Path under which a proxy shows the page, such as `/pincite`."
    )
    user_header: str = _setting(
        "", "PINCITE_USER_HEADER", "Header in which the proxy before the page names the user it signed in."
    )
    trusted_proxy: str = _setting(
        "127.0.0.1,::1",
        "PINCITE_TRUSTED_PROXY",
        "Addresses or networks, comma separated, of the proxy that may set `PINCITE_USER_HEADER`.",
    )
    hosts: str = _setting(
        "",
        "PINCITE_HOSTS",
        "Names, comma separated, by which the page is reached; numeric addresses and this machine's own name"
        " need none.",
    )
    open: int = _setting(
        0, "PINCITE_OPEN", "1: the page may be reached from the network by people whom nobody signs in."
    )
    metrics: int = _setting(
        0,
        "PINCITE_METRICS",
        "1: `/metrics` of the page's server tells Prometheus how it is used, to this machine and to"
        " `PINCITE_WATCHERS`.",
    )
    watchers: str = _setting(
        "",
        "PINCITE_WATCHERS",
        "Addresses or networks, comma separated, besides this machine that may ask `/health`, `/ready` and"
        " `/metrics`.",
    )
    log: str = _setting(
        "", "PINCITE_LOG", "`json`: what happens is logged on the error stream, a line of JSON an event."
    )
    log_users: int = _setting(0, "PINCITE_LOG_USERS", "1: the log says who it was.")
    log_text: int = _setting(
        0, "PINCITE_LOG_TEXT", "1: the log has questions, names of files, and what libraries say."
    )
    traces: str = _setting(
        "",
        "PINCITE_TRACES",
        "URL of an OpenTelemetry collector (OTLP over gRPC) that traces are sent to, such as"
        " `http://localhost:4317`;"
        " empty: none.",
    )
    stop_wait_s: float = _setting(
        8.0, "PINCITE_STOP_WAIT", "Seconds in which a server that is told to stop finishes what is under way."
    )
    sign_in: str = _setting(
        "",
        "PINCITE_SIGN_IN",
        "How people sign in to the page: `accounts` (`pincite user`) or `oidc` (OpenID Connect); empty: by"
        " the proxy's header, or not at all.",
    )
    session_idle_m: int = _setting(
        120, "PINCITE_SESSION_IDLE", "Minutes without a request after which who signed in must do so again."
    )
    session_whole_h: int = _setting(
        12, "PINCITE_SESSION_HOURS", "Hours after which who signed in must do so again."
    )
    oidc_issuer: str = _setting(
        "", "PINCITE_OIDC_ISSUER", "URL of the OpenID provider, as it names itself, for `oidc`."
    )
    oidc_client_id: str = _setting(
        "", "PINCITE_OIDC_CLIENT_ID", "The name under which the provider knows Pincite."
    )
    oidc_client_secret: SecretStr = field(
        default=_UNSET,
        metadata=_described("PINCITE_OIDC_CLIENT_SECRET", "The secret that goes with it."),
    )
    oidc_scopes: str = _setting(
        "openid email profile",
        "PINCITE_OIDC_SCOPES",
        "What the provider is asked to tell; `openid` must be in it.",
    )
    oidc_groups_claim: str = _setting(
        "groups",
        "PINCITE_OIDC_GROUPS_CLAIM",
        "The claim with the groups of who signs in; those count of which `access.toml` has the name.",
    )
    slack_bot_token: SecretStr = field(
        default=_UNSET,
        metadata=_described("SLACK_BOT_TOKEN", "Slack's bot token (`xoxb-…`), for `pincite slack`."),
    )
    slack_app_token: SecretStr = field(
        default=_UNSET,
        metadata=_described("SLACK_APP_TOKEN", "Slack's app-level token (`xapp-…`), for Socket Mode."),
    )
    slack_signing_secret: SecretStr = field(
        default=_UNSET, metadata=_described("SLACK_SIGNING_SECRET", "Slack's signing secret, for HTTP mode.")
    )
    slack_mode: str = _setting(
        "socket", "PINCITE_SLACK_MODE", "`socket` (no address of ours need be reachable) or `http`."
    )
    slack_port: int = _setting(
        3000, "PINCITE_SLACK_PORT", "Port of `pincite slack` in HTTP mode; 0: any that is free."
    )
    slack_api: str = _setting("https://slack.com/api/", "PINCITE_SLACK_API", "URL of Slack's Web API.")
    openai_api_key: SecretStr = field(
        default=_UNSET,
        metadata=_described(
            "OPENAI_API_KEY", "Key of the OpenAI-compatible endpoint; only used with OpenAI models."
        ),
    )
    openai_base_url: str = _setting(
        "", "OPENAI_BASE_URL", "URL of an OpenAI-compatible endpoint other than OpenAI's."
    )

    def __post_init__(self) -> None:
        for name in _SECRETS:  # a secret that a program gives as plain text is not to be shown either
            if not isinstance(given := getattr(self, name), SecretStr):
                object.__setattr__(self, name, SecretStr(given))

    @property
    def home_path(self) -> Path:
        """The library's folder."""
        return Path(self.home).expanduser() if self.home else user_data_path("pincite", appauthor=False)

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with any setting which can change an answer; secrets and places are
        left out."""
        shown = {name: value for name, value in asdict(self).items() if name not in _CHANGES_NO_ANSWER}
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:12]


def read_settings(environment: Mapping[str, str] | None = None, *, home: str = "") -> Settings:
    """The settings from `pincite.toml` in the home folder, over which the environment's variables go; `home`
    goes over both.

    Raises:
        UsageError: a PINCITE_ variable or a key of the file is unknown, or a value is not of its type.
    """
    environment = os.environ if environment is None else environment
    by_variable = {one.metadata["variable"]: one for one in fields(Settings)}
    for variable in environment:
        if variable.startswith("PINCITE_") and variable not in by_variable:
            raise UsageError(
                f"unknown setting {variable}", hint=f"the settings are {', '.join(sorted(by_variable))}"
            )
    values = {
        one.name: _typed(one, environment[variable], variable)
        for variable, one in by_variable.items()
        if environment.get(variable)
    }
    if home:
        values["home"] = home
    path = Settings(**values).home_path / "pincite.toml"
    found = Settings(**(_from_file(path) | values))
    for name in _ADDRESSES:
        _require_address(getattr(found, name), Settings.__dataclass_fields__[name].metadata["variable"])
    return found


def _require_address(value: str, variable: str) -> None:
    """Before a client of it says something that nobody understands.

    Raises:
        UsageError: it is no web address.
    """
    if value and not re.match(r"https?://[^/\s]", value):
        bare = re.sub(r"^(?:https?:|\w+://)?/*", "", value) or "localhost:8080/v1"
        raise UsageError(
            f"{variable} is {value!r}, which does not begin with http:// or https://",
            hint=f"write http://{bare}, or https:// where the service has a certificate",
        )


def wants_plain_text(environment: Mapping[str, str] | None = None) -> bool:
    """Whether a terminal's user asks for text without colours (no-color.org), or its terminal has none."""
    environment = os.environ if environment is None else environment
    return bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"


def silence() -> None:
    """Tell the libraries that report their use or look for updates not to; they read this when they are
    imported."""
    os.environ.update(GRADIO_ANALYTICS_ENABLED="False", HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    # uvicorn would take who connects from a header that anybody on this machine can send.
    os.environ["FORWARDED_ALLOW_IPS"] = ""


def beside_us() -> dict[str, str]:
    """The environment of a process that computes beside ours. Its threads wait for each other passively:
    actively, as OpenMP's do by default, they stand still for seconds where we need the cores too."""
    return {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}


def without_secrets() -> dict[str, str]:
    """The environment of a process that reads other people's files: neither keys nor settings of ours."""
    return {name: value for name, value in os.environ.items() if not _UNTOLD.search(name)}


def _from_file(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: {error}", hint="correct the file, or remove it") from error
    by_name = {one.name: one for one in fields(Settings) if one.name != "home"}
    for name in table:
        if name not in by_name:
            raise UsageError(
                f"{path}: unknown setting {name!r}", hint=f"the settings are {', '.join(sorted(by_name))}"
            )
    return {name: _typed(by_name[name], value, f"{path}: {name}") for name, value in table.items()}


def _typed(one: Any, value: Any, where: str) -> Any:
    kind = type(one.default)
    try:
        return SecretStr(str(value)) if kind is SecretStr else kind(value)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{where} is {value!r}, which is not a number", hint=f"the default is {one.default}"
        ) from error
