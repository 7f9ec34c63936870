"""A real OpenID provider in a process of its own, and the hands of somebody who signs in at it."""

import shutil
import socket
import subprocess
from pathlib import Path
from typing import Self
from urllib.parse import urljoin

from requests import Response, Session

from tests.support.page_checks import parse_page
from webapp.openid_settings import OpenIDSettings

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = "http://localhost"
CALLBACK = f"{OURS}/auth/callback"
AFTER_SIGN_OUT = f"{OURS}/auth/sign-in"
MOST_REDIRECTS = 10


class OpenIDProvider:
    """Used as a context manager; `settings` are those of a Frontdesk that is its client."""

    def __init__(self, *, claims_in_profile_only: bool = False) -> None:
        self._environment = {"CLAIMS_IN_PROFILE_ONLY": "yes" if claims_in_profile_only else "no"}

    def __enter__(self) -> Self:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"
        node = shutil.which("node")
        assert node, "the tests of signing in need Node"
        self._process = subprocess.Popen(
            [node, ROOT / "tests" / "support" / "oidc_provider.mjs", str(port), CALLBACK, AFTER_SIGN_OUT],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == b"ready\n", "the provider did not start"
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdout
        self._process.terminate()
        self._process.wait(10)
        self._process.stdout.close()

    @property
    def settings(self) -> OpenIDSettings:
        return OpenIDSettings(
            issuer=self.issuer,
            client_id="frontdesk",
            client_secret="a secret of the tests",
            scopes="openid profile email groups",
            role_claim="groups",
            role_map={"support": "agent", "support-leads": "supervisor"},
        )


class Visitor:
    """Somebody's browser at the provider. `sign_in` goes from the address we sent them to, to our callback."""

    def __init__(self) -> None:
        self._http = Session()
        self._http.trust_env = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def sign_in(self, url: str, login: str) -> str:
        """Type in the login, agree to everything, and return the address of ours that the provider leads to."""
        answer = self._follow(self._get(url))
        while not isinstance(answer, str):
            answer = self._follow(self._submit(answer, login=login, password="any"))
        return answer

    def sign_out(self, url: str) -> str:
        """Confirm signing out at the provider, and return the address of ours that it leads to."""
        page = self._follow(self._get(url))
        assert not isinstance(page, str)
        answer = self._follow(self._submit(page, logout="yes"))
        assert isinstance(answer, str)
        return answer

    def _get(self, url: str) -> Response:
        return self._http.get(url, allow_redirects=False, timeout=10)

    def _follow(self, response: Response) -> Response | str:
        for _ in range(MOST_REDIRECTS):
            if "Location" not in response.headers:
                assert response.status_code == 200, response.text
                return response
            location = urljoin(response.url, response.headers["Location"])
            if location.startswith(OURS):
                return location
            response = self._get(location)
        raise AssertionError("the provider goes round in circles")

    def _submit(self, page: Response, **typed: str) -> Response:
        root, _ = parse_page(page.text)
        form = next(root.iter("form"))
        data = {field.get("name"): field.get("value", "") for field in form.iter("input") if field.get("name")}
        known = {name: value for name, value in typed.items() if name in data or name == "logout"}
        url = urljoin(page.url, form.get("action") or "")
        return self._http.post(url, {**data, **known}, allow_redirects=False, timeout=10)
