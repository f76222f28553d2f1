"""Slack's blocks and wording."""
