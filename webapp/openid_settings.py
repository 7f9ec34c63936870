"""The settings of the company's sign-in: OpenID Connect, and who becomes what."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from environs import Env

ROLES = ("viewer", "agent", "supervisor", "admin")
USUAL_SCOPES = "openid profile email"
USUAL_ROLE_CLAIM = "groups"


@dataclass(frozen=True, kw_only=True)
class OpenIDSettings:
    """An OpenID provider and this application at it. `issuer` is exactly as the provider writes it.

    `role_map` leads from a value of the claim `role_claim` to the name of a role.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str = USUAL_SCOPES
    role_claim: str = USUAL_ROLE_CLAIM
    role_map: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_set(self) -> bool:
        return bool(self.issuer)

    @property
    def origin(self) -> str:
        """Scheme and host of the provider, as a Content-Security-Policy names them."""
        url = urlsplit(self.issuer)
        return f"{url.scheme}://{url.netloc}"

    def without_secrets(self) -> dict[str, str]:
        return {
            "OIDC_ISSUER": self.issuer or "(none)",
            "OIDC_CLIENT_ID": self.client_id or "(none)",
            "OIDC_CLIENT_SECRET": "(set)" if self.client_secret else "(none)",
            "OIDC_SCOPES": self.scopes,
            "OIDC_ROLE_CLAIM": self.role_claim,
            "OIDC_ROLE_MAP": json.dumps(self.role_map, ensure_ascii=False),
        }


NO_OPENID = OpenIDSettings(issuer="", client_id="", client_secret="")


def read_openid_settings(env: Env) -> OpenIDSettings:
    """What the environment says, as it stands; `openid_problems` tells whether it is any good."""
    return OpenIDSettings(
        issuer=env.str("OIDC_ISSUER", "").strip(),
        client_id=env.str("OIDC_CLIENT_ID", ""),
        client_secret=env.str("OIDC_CLIENT_SECRET", ""),
        scopes=env.str("OIDC_SCOPES", "") or USUAL_SCOPES,
        role_claim=env.str("OIDC_ROLE_CLAIM", "") or USUAL_ROLE_CLAIM,
        # What is no JSON reads as None, and is reported with all the others.
        role_map=cast("Mapping[str, str]", env.json("OIDC_ROLE_MAP", None) or {}),
    )


def openid_problems(
    openid: OpenIDSettings, problem_of_address: Callable[[str], str | None]
) -> Iterator[tuple[str, str]]:
    """What is wrong, as (variable, problem). `problem_of_address` judges an address that secrets are sent to."""
    if not _is_role_map(openid.role_map):
        roles = ", ".join(ROLES)
        yield "OIDC_ROLE_MAP", f'Must be JSON such as {{"support": "agent"}}; the roles are {roles}.'
    elif openid.is_set and not openid.role_map:
        yield "OIDC_ROLE_MAP", "Must give somebody a role, or nobody gets in."
    if not openid.is_set:
        for name, value in {"OIDC_CLIENT_ID": openid.client_id, "OIDC_CLIENT_SECRET": openid.client_secret}.items():
            if value:
                yield "OIDC_ISSUER", f"Must be set, as {name} is."
        return
    if problem := problem_of_address(openid.issuer):
        yield "OIDC_ISSUER", problem
    if not openid.client_id:
        yield "OIDC_CLIENT_ID", "Must be set, as OIDC_ISSUER is."
    if not openid.client_secret:
        yield "OIDC_CLIENT_SECRET", "Must be set, as OIDC_ISSUER is."
    if "openid" not in openid.scopes.split():
        yield "OIDC_SCOPES", "Must contain openid."


def _is_role_map(value: object) -> bool:
    return isinstance(value, dict) and all(role in ROLES for role in value.values())
