"""The script that opens docs/service-layer.md is run as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADDRESS = "http://127.0.0.1:5001"


def test_the_opening_script_works(sandbox):
    script = re.search(r"```python\n(.*?)```", (ROOT / "docs/service-layer.md").read_text("utf-8"), re.DOTALL)[1]
    assert ADDRESS in script

    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", script.replace(ADDRESS, sandbox.url)],
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
