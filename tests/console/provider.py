"""A real OpenID Connect provider, made with pyop, on a free port of this machine."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from Cryptodome.PublicKey import RSA
from fastapi import FastAPI, Request
from jwkest.jwk import RSAKey
from pyop.authz_state import AuthorizationState
from pyop.exceptions import OAuthError
from pyop.provider import Provider
from pyop.subject_identifier import HashBasedSubjectIdentifierFactory
from pyop.userinfo import Userinfo
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.waiting import until

CLIENT, SECRET = "daylight", "a secret of the tests, 32 characters"
PEOPLE = {
    "lin": {"preferred_username": "handler", "name": "林承办"},
    "shao": {"preferred_username": "admin", "name": "邵管理"},
    "guest": {"preferred_username": "nobody", "name": "王小明"},
}


class TestedProvider:
    """Whoever ``who`` names is signed in there. ``nonce``: told instead of the one asked for. ``claims``: told besides.
    ``codes``: what it has given out.
    """

    __test__ = False

    def __init__(self, issuer: str) -> None:
        self.issuer, self.who = issuer, "lin"
        self.nonce: str | None = None
        self.claims: dict[str, Any] = {}
        self.codes: list[str] = []
        self._clients: dict[str, Any] = {}
        self._provider = self._made()

    def register(self, back: str) -> None:
        """Know the console, and where it is to be answered."""
        self._clients[CLIENT] = {
            "client_secret": SECRET,
            "redirect_uris": [back],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
        }

    def change_keys(self) -> None:
        """Sign with another key from now on, and publish only that."""
        self._provider.signing_key = _key("second")

    def hold(self, seconds: int) -> None:
        """How long ID tokens hold from now on."""
        self._provider.id_token_lifetime = seconds

    def call_itself(self, issuer: str) -> None:
        """What it calls itself from now on."""
        self._provider.configuration_information["issuer"] = issuer

    def _made(self) -> Provider:
        """Made as for an encrypted address, which pyop insists on; this one is on the machine itself."""
        encrypted = self.issuer.replace("http://", "https://")
        names = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")}
        told: dict[str, Any] = {
            "issuer": encrypted,
            "jwks_uri": f"{self.issuer}/jwks",
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            **names,
        }
        state = AuthorizationState(HashBasedSubjectIdentifierFactory("salt"))
        made = Provider(_key("first"), told, state, self._clients, Userinfo(PEOPLE), id_token_lifetime=300)
        made.configuration_information["issuer"] = self.issuer
        return made

    def app(self) -> FastAPI:
        """Its addresses."""
        app = FastAPI()

        @app.get("/.well-known/openid-configuration")
        async def configuration() -> JSONResponse:
            return JSONResponse(self._provider.provider_configuration.to_dict())

        @app.get("/jwks")
        async def keys() -> JSONResponse:
            return JSONResponse(self._provider.jwks)

        @app.get("/authorization")
        async def authorization(request: Request) -> Response:
            asked = dict(parse_qsl(request.url.query))
            asked["nonce"] = self.nonce or asked["nonce"]
            parsed = self._provider.parse_authentication_request(urlencode(asked))
            answer = self._provider.authorize(parsed, self.who)
            self.codes.append(answer["code"])
            return RedirectResponse(answer.request(parsed["redirect_uri"]), 303)

        @app.post("/token")
        async def token(request: Request) -> JSONResponse:
            try:
                body, headers = (await request.body()).decode(), {"Authorization": request.headers["Authorization"]}
                answer = self._provider.handle_token_request(body, headers, dict(self.claims))
            except OAuthError as refused:
                return JSONResponse({"error": refused.oauth_error}, 400)
            return JSONResponse(answer.to_dict())

        @app.get("/userinfo")
        async def userinfo(request: Request) -> JSONResponse:
            headers = {"Authorization": request.headers["Authorization"]}
            return JSONResponse(self._provider.handle_userinfo_request("", headers).to_dict())

        return app


def _key(name: str) -> RSAKey:
    return RSAKey(key=RSA.generate(2048), kid=name, use="sig", alg="RS256")


@asynccontextmanager
async def running_provider() -> AsyncIterator[TestedProvider]:
    """The provider, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        provider = TestedProvider(f"http://127.0.0.1:{listener.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_config=None, access_log=False, lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started or serving.done())
        try:
            yield provider
        finally:
            server.should_exit = True
            await serving
