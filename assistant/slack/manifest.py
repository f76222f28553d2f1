"""The manifest from which Slack makes the app in one paste."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

_PATH = Path(__file__).with_name("manifest.yaml")


def manifest(url: str = "") -> str:
    """The manifest as YAML: for Socket Mode, or for HTTP mode at the public URL at which Slack reaches us."""
    text = _PATH.read_text(encoding="utf-8")
    if not url:
        return text
    app: dict[str, Any] = yaml.safe_load(text)
    app["settings"]["socket_mode_enabled"] = False
    app["settings"]["event_subscriptions"]["request_url"] = url
    app["settings"]["interactivity"]["request_url"] = url
    for command in app["features"]["slash_commands"]:
        command["url"] = url
    return json.dumps(app, indent=2)  # JSON is YAML, and Slack takes either


def scopes() -> list[str]:
    """What the app is allowed to do."""
    return list(yaml.safe_load(_PATH.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
