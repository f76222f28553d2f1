"""The page on which people sign in."""

from __future__ import annotations

from assistant.render.jinja import filled


def sign_in_html(
    way: str,
    *,
    root: str = "",
    onward: str = "",
    user: str = "",
    provider: str = "",
    told: str = "",
    message: str = "",
    hint: str = "",
) -> str:
    """A whole page: a form for `accounts`, for `oidc` a link to the provider. `root` is the path under which
    we are shown, `onward` where to go then, `told` what was done, `message` and `hint` what went wrong."""
    return filled(
        "sign-in",
        way=way,
        root=root,
        next=onward,
        user=user,
        provider=provider,
        told=told,
        message=message,
        hint=hint,
    )
