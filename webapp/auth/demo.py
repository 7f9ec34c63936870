"""Signing in without a password, for trying Frontdesk out on one's own computer."""

from ipaddress import ip_address

from flask import current_app, request

from webapp.auth.permissions import Role
from webapp.store import users
from webapp.store.models import User

ISSUER = "demo"
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def demo_user(role: Role) -> User:
    """The demo's person with this role, recorded as signed in now."""
    return users.signed_in(ISSUER, role.value, name=f"Demo {role.value}", email=None, role=role.value)


def is_demo() -> bool:
    """Whether this installation has demo sign-in at all."""
    return bool(current_app.config["DEMO_SIGN_IN"])


def comes_from_this_computer() -> bool:
    """Whether the browser runs where Frontdesk runs, and was not led here by a proxy or by another site's name."""
    if any(header in request.headers for header in FORWARDING_HEADERS):
        return False
    host = request.host.rpartition(":")[0] if request.host.rpartition(":")[2].isdecimal() else request.host
    return _is_loopback(request.remote_addr or "") and (host == "localhost" or _is_loopback(host.strip("[]")))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
