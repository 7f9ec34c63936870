"""The code in docs/service-layer.md is run as it stands there."""

import contextlib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.voucherify.client import Voucherify

ROOT = Path(__file__).parents[2]
ADDRESS = "http://127.0.0.1:5001"
PAGE = (ROOT / "docs/service-layer.md").read_text("utf-8")
OPENING, *_ = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = re.findall(
    r"^(\w[\w ]+): `.*?```python\n(.*?)```",
    PAGE.partition("## One example for each resource\n")[2].partition("\n## ")[0],
    re.DOTALL | re.MULTILINE,
)


def test_the_opening_script_works(sandbox):
    assert ADDRESS in OPENING

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPENING.replace(ADDRESS, sandbox.url)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert run.stderr == ""
    customer, failure = run.stdout.splitlines()
    assert customer == "crm/1815 Ada Lovelace +44 20 7946 0958 0"
    assert re.fullmatch(r"GET /v1/customers/\{customerId\}: NotFound, 404, not_found, v-\w+ · \d+ calls left", failure)


def test_every_resource_has_an_example_that_names_its_methods(client):
    resources = {name: value for name, value in vars(client).items() if not name.startswith("_")}
    assert {title.lower().replace(" ", "_") for title, _ in EXAMPLES} == set(resources)
    for title, _ in EXAMPLES:
        resource = resources[title.lower().replace(" ", "_")]
        named = re.search(rf"^{title}: (.*?)\n\n", PAGE, re.DOTALL | re.MULTILINE)[1]
        methods = {name for name in dir(resource) if not name.startswith("_") and callable(getattr(resource, name))}
        assert methods <= set(re.findall(r"`(\w+)`", named))


@pytest.mark.parametrize(("title", "example"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_an_example_prints_what_stands_beside_it(client: Voucherify, monkeypatch, tmp_path, title, example):
    monkeypatch.chdir(tmp_path)
    Path("customers.csv").write_text("Source_id,Name,Birthdate\nfair-1,Jane,\nfair-2,Joan,soon\n")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(example, title, "exec"), {"client": client})  # noqa: S102 -- our own page

    assert output.getvalue().splitlines() == re.findall(r"print\(.*\)  # (.*)", example)
