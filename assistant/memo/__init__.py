"""Briefing memos: formats, composition, layout and the linter."""
