"""Canaille, an OpenID provider, with a few people and one client, in memory: `openid_provider.py PORT BACK`
in an environment of its own, where it is installed. Tests of signing in run it."""

from __future__ import annotations

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

PASSWORD = "a pier of old oak"
CLIENT, SECRET = "pincite", "the secret of the client"


def main(port: int, back: str) -> None:
    """Serve until it is killed; says so on a line when it does."""
    from canaille import create_app
    from canaille.app import models
    from canaille.oidc.jose import make_default_rsa_jwk

    issuer = f"http://127.0.0.1:{port}"
    app = create_app(
        {
            "SECRET_KEY": "of the sessions at the provider",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "SESSION_COOKIE_SECURE": False,
            "CANAILLE": {"DATABASE": "memory", "SMTP": None},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [make_default_rsa_jwk().as_dict(private=True)]},
        }
    )
    with app.app_context(), app.backend.session():
        people = []
        for name in ("ana", "bea"):
            people.append(
                models.User(
                    user_name=name,
                    formatted_name=name.title(),
                    family_name=name.title(),
                    emails=[f"{name.title()}@office.example"],
                    password=PASSWORD,
                )
            )
            app.backend.save(people[-1])
        app.backend.save(models.Group(display_name="energy", members=[people[0]]))
        app.backend.save(
            models.Client(
                client_id=CLIENT,
                client_secret=SECRET,
                client_name="Pincite",
                redirect_uris=[back],
                grant_types=["authorization_code"],
                response_types=["code"],
                scope=["openid", "email", "profile", "groups"],
                token_endpoint_auth_method="client_secret_basic",
            )
        )
    server = make_server("127.0.0.1", port, app, server_class=_Threads, handler_class=_Quiet)
    print(f"the provider is at {issuer}", flush=True)  # noqa: T201 (the test that starts it waits for this)
    server.serve_forever()


class _Threads(ThreadingMixIn, WSGIServer):
    """A browser keeps connections open, of which others must not wait for the end."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name it has there)
        pass


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
