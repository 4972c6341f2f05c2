"""An OpenID Connect provider: authorization code with PKCE (RFC 7636), state and nonce; every ID token is checked."""

import asyncio
import re
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
import structlog
from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from schemas.base import Recorded
from schemas.errors import InvalidInput, Unavailable
from schemas.settings import TRUSTED_ADDRESS, Settings

SECONDS = 10.0
LEEWAY_SECONDS = 60
METADATA_SECONDS = 3600.0
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a public key; none at all, or with a secret both sides know, is refused."""
SCOPE = "openid profile"
SEVERAL_FACTORS = "mfa"
"""What a provider says of a sign-in with more than one factor (RFC 8176)."""
log = structlog.get_logger(__name__)


class Flow(Recorded):
    """One sign-in under way, kept by the browser in a sealed cookie: what the answer must fit."""

    state: str
    nonce: str
    verifier: str


class Foreigner(Recorded):
    """Who the provider says it is. ``login``: the claim that names the login, if it is used and there."""

    issuer: str
    subject: str
    login: str | None
    several_factors: bool


class OpenIdProvider:
    """The provider of the settings. What it tells about itself is kept for an hour, its keys until one is unknown."""

    def __init__(self, issuer: str, client_id: str, secret: str, login_claim: str | None) -> None:
        self.issuer = issuer
        self._client_id, self._secret, self._login_claim = client_id, secret, login_claim
        self._metadata: tuple[float, dict[str, str]] | None = None
        self._keys: KeySet | None = None

    @classmethod
    def of(cls, settings: Settings) -> "OpenIdProvider | None":
        """The provider, if one is set."""
        if settings.oidc_issuer is None or settings.oidc_client_id is None or settings.oidc_client_secret is None:
            return None
        secret = settings.oidc_client_secret.get_secret_value()
        return cls(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_login_claim)

    async def begin(self, back: str) -> tuple[str, Flow]:
        """Where to send the browser, and what to keep until it comes back. Raises ``Unavailable``."""
        flow = Flow(state=generate_token(43), nonce=generate_token(43), verifier=generate_token(64))
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back,
            "scope": SCOPE,
            "state": flow.state,
            "nonce": flow.nonce,
            "code_challenge": create_s256_code_challenge(flow.verifier),
            "code_challenge_method": "S256",
        }
        endpoint = (await self._told())["authorization_endpoint"]
        return str(add_params_to_uri(endpoint, list(asked.items()))), flow

    async def who(self, code: str, flow: Flow, back: str) -> Foreigner:
        """Who signed in there. Raises ``InvalidInput("provider_refused")`` for a code or token that does not fit."""
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": flow.verifier,
        }
        told = await self._told()
        answer = await self._asked("POST", told["token_endpoint"], data=sent, auth=self._authentication())
        claims = await self._claims(answer, flow.nonce)
        login = await self._login(claims, answer, told)
        methods = claims.get("amr") or []
        return Foreigner(
            issuer=self.issuer, subject=claims["sub"], login=login, several_factors=SEVERAL_FACTORS in methods
        )

    def _authentication(self) -> httpx.BasicAuth:
        """Id and secret, encoded as RFC 6749, 2.3.1 has it."""
        return httpx.BasicAuth(quote(self._client_id, safe=""), quote(self._secret, safe=""))

    async def _login(self, claims: Mapping[str, Any], answer: Mapping[str, Any], told: Mapping[str, str]) -> str | None:
        """The claim that names the login: of the ID token, else of the provider's userinfo about the same."""
        if self._login_claim is None:
            return None
        found = claims
        if self._login_claim not in claims and "userinfo_endpoint" in told and "access_token" in answer:
            bearer = {"Authorization": f"Bearer {answer['access_token']}"}
            found = await self._asked("GET", told["userinfo_endpoint"], headers=bearer)
            if found.get("sub") != claims["sub"]:
                raise self._refused("another_subject")
        login = found.get(self._login_claim)
        unverified = self._login_claim == "email" and found.get("email_verified") is not True
        return login if isinstance(login, str) and login and not unverified else None

    async def _claims(self, answer: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of the ID token, signed by one of the provider's keys, for us, of now, for this sign-in."""
        try:
            token = await self._decoded(str(answer["id_token"]))
            options = {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": self._client_id},
            }
            asked = {"nonce": nonce, "client_id": self._client_id, "access_token": answer.get("access_token")}
            claims = CodeIDToken(token.claims, token.header, options, asked)
            claims.validate(leeway=LEEWAY_SECONDS)
        except (JoseError, KeyError, ValueError) as unfit:
            raise self._refused(type(unfit).__name__) from None
        if claims.get("nonce") != nonce or not isinstance(claims.get("sub"), str):
            raise self._refused("nonce_or_subject")
        return dict(claims)

    async def _decoded(self, token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        keys = self._keys or await self._fetched_keys()
        try:
            return jwt.decode(token, keys, registry=registry)
        except InvalidKeyIdError:  # the provider has changed its keys
            return jwt.decode(token, await self._fetched_keys(), registry=registry)

    async def _fetched_keys(self) -> KeySet:
        found = await self._asked("GET", (await self._told())["jwks_uri"])
        self._keys = keys = KeySet.import_key_set(found)  # type: ignore[arg-type]
        return keys

    async def _told(self) -> dict[str, str]:
        """What the provider tells about itself (OpenID Connect Discovery 1.0). Raises ``Unavailable``."""
        if self._metadata is None or self._metadata[0] < time.monotonic():
            found = await self._asked("GET", get_well_known_url(self.issuer, external=True))
            endpoints = {name: value for name, value in found.items() if name.endswith(("_endpoint", "_uri"))}
            safe = all(re.fullmatch(TRUSTED_ADDRESS, str(value)) for value in endpoints.values())
            needed = {"authorization_endpoint", "token_endpoint", "jwks_uri"} <= endpoints.keys()
            if found.get("issuer") != self.issuer or not safe or not needed:
                log.error("provider_unfit", issuer_matches=found.get("issuer") == self.issuer, safe=safe)
                raise Unavailable("provider_unavailable")
            self._metadata = time.monotonic() + METADATA_SECONDS, endpoints
        return self._metadata[1]

    async def _asked(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        """The provider's answer as JSON. Raises ``Unavailable``, and ``InvalidInput`` when it refuses what we bring."""
        try:
            async with asyncio.timeout(SECONDS), _client() as client:
                answer = await client.request(method, address, **more)
                if 400 <= answer.status_code < 500 and method == "POST":
                    raise self._refused(f"http_{answer.status_code}")
                answer.raise_for_status()
                found: object = answer.json()
        except (httpx.HTTPError, TimeoutError, ValueError) as away:
            log.warning("provider_away", error=type(away).__name__)
            raise Unavailable("provider_unavailable") from None
        return found if isinstance(found, dict) else {}

    def _refused(self, reason: str) -> InvalidInput:
        log.warning("provider_refused", reason=reason)
        return InvalidInput("provider_refused")


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(verify=ssl.create_default_context(), timeout=SECONDS, follow_redirects=False)
