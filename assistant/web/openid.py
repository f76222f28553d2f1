"""Signing in at an OpenID provider: the authorization code with PKCE, state and nonce, by authlib."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from assistant.settings import Settings
from ingest.errors import NotAllowed, ServiceError, TemporaryServiceError, UsageError

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

_LOG = logging.getLogger(__name__)
_PATIENCE_S = 10  # for each answer of the provider
_SIGNED = {f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)} | {"EdDSA"}
"""How a token may be signed: with a key that the provider alone has. Some offer “none” too."""
_AGAIN = "sign in again; if it happens again, your administrator must look at the provider's settings"


class Provider:
    """The OpenID provider that the settings name.

    Its methods raise NotAllowed where the provider, or what comes back from it, lets nobody in; ServiceError
    where it cannot be used, TemporaryServiceError where it cannot be reached.

    Raises:
        UsageError: what speaks with it is not installed.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client = _client(settings)

    async def lead(self, request: Request, back: str) -> Response:
        """The way to the provider, from which whoever signs in comes `back`."""
        with _told():
            await self._require_issuer()
            led: Response = await self._client.authorize_redirect(request, back)
            return led

    async def claims(self, request: Request) -> dict[str, Any]:
        """What the provider says of who comes back: the claims of its token, and those that it tells only
        when it is asked."""
        with _told():
            await self._require_issuer()
            token = await self._client.authorize_access_token(request)
            claims = dict(token["userinfo"])
            metadata = await self._client.load_server_metadata()
            is_short = not {"email", self._settings.oidc_groups_claim} <= claims.keys()
            if is_short and metadata.get("userinfo_endpoint"):
                asked = dict(await self._client.userinfo(token=token))
                if asked.get("sub") == claims["sub"]:
                    claims = asked | claims
            return claims

    async def _require_issuer(self) -> None:
        metadata = await self._client.load_server_metadata()
        offered = metadata.get("id_token_signing_alg_values_supported") or ()
        metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in _SIGNED] or [
            "RS256"
        ]
        told, wanted = (str(one).rstrip("/") for one in (metadata.get("issuer"), self._settings.oidc_issuer))
        if told != wanted:
            raise ServiceError(
                f"the provider calls itself {told}, and not {wanted}",
                hint="check PINCITE_OIDC_ISSUER: it must be the provider's own name",
            )


def who_is(claims: Mapping[str, Any], settings: Settings) -> tuple[str, list[str]]:
    """The name and the groups of whom a provider's claims are about: their e-mail address, where the provider
    does not say that it is not verified, and where it tells none, their number there.

    Raises:
        NotAllowed: neither says who they are.
    """
    groups = claims.get(settings.oidc_groups_claim) or []
    named = [groups] if isinstance(groups, str) else [one for one in groups if isinstance(one, str)]
    email, sub = str(claims.get("email") or ""), str(claims.get("sub") or "")
    if email:
        if claims.get("email_verified", True) not in (True, "true"):
            raise NotAllowed(
                "Your provider has not verified your e-mail address",
                hint="verify it there, then sign in again",
            )
        return email, named
    if not sub or "@" in sub:  # what looks like an address must have been told as one
        raise NotAllowed(
            "Your provider does not tell your e-mail address",
            hint="your administrator must let Pincite ask for it, with PINCITE_OIDC_SCOPES",
        )
    return sub, named


def _client(settings: Settings) -> StarletteOAuth2App:
    try:
        from authlib.integrations.starlette_client import OAuth
    except ImportError as error:
        raise UsageError(
            "signing in with an OpenID provider needs packages that are not installed",
            hint='pip install "pincite[office]"',
        ) from error
    secret = settings.oidc_client_secret.get_secret_value()
    return OAuth().register(
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=secret or None,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.oidc_scopes,
            "code_challenge_method": "S256",
            "timeout": _PATIENCE_S,
        }
        | ({} if secret else {"token_endpoint_auth_method": "none"}),
    )


@contextmanager
def _told() -> Iterator[None]:
    """Raise what authlib and its HTTP client raise as errors of ours, without what the other side wrote."""
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        yield
    except AuthlibBaseError as error:
        if error.error in ("access_denied", "login_required", "consent_required"):
            hint = "sign in there, and try again"
            raise NotAllowed("The provider did not let you in", hint=hint) from error
        if error.error == "mismatching_state":
            raise NotAllowed("This sign-in was not begun here, or too long ago", hint=_AGAIN) from error
        _LOG.warning("the provider refused a sign-in: %s", error.error)
        raise NotAllowed("The provider did not accept this sign-in", hint=_AGAIN) from error
    except (JoseError, KeyError, ValueError) as error:
        raise NotAllowed("What the provider says of you cannot be trusted", hint=_AGAIN) from error
    except _http_errors() as error:
        raise TemporaryServiceError(
            "The provider at which you sign in cannot be reached", hint="try again in a moment"
        ) from error


def _http_errors() -> tuple[type[Exception], ...]:
    """What the HTTP client of authlib raises, which is httpx2 where that is installed, and else httpx."""
    return tuple(import_module(name).HTTPError for name in ("httpx2", "httpx") if find_spec(name))
