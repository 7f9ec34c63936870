"""An import of 50,000 customers with all that is around it, against the sandbox's own import of the same file.

Ours is the upload, the check, the dry run, the run and the page of the result; what a person reads and types in between
is not counted. Theirs is from the moment the file is posted until the action is seen to be done. The background work is
done by the real steps, in this process. Each has a sandbox of its own, as new.
"""

import csv
import io
import logging
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from bench import Ratio
from bench.sandbox_import import HEADER, ROWS, imported, people, sandbox
from tests.support.app import app_for_tests
from tests.support.page_client import PageClient
from webapp import jobs

ROUNDS = 7
MOST = 3
RUN_SECONDS = 300

Result = TypeVar("Result")


def main() -> Iterator[Ratio]:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *people()])
    theirs: list[float] = []
    ours: list[float] = []
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(ROUNDS):
            with sandbox(Path(folder) / f"theirs-{round_}.sqlite3") as url:
                started = time.perf_counter()
                imported(url, text.getvalue())
                theirs.append(time.perf_counter() - started)
            with sandbox(Path(folder) / f"ours-{round_}.sqlite3") as url:
                ours.append(Import(Path(folder) / f"ours-{round_}", url).seconds(text.getvalue()))
    logging.disable(logging.NOTSET)
    share = statistics.median(ours) / statistics.median(theirs)
    yield Ratio("import of 50,000 rows end to end / the sandbox's own import", share, MOST)


class Import:
    """One import by a person in front of a browser, with a stopwatch.

    What `browser` gets is looked at more closely than any browser does, so that is not timed.
    """

    def __init__(self, folder: Path, url: str) -> None:
        folder.mkdir()
        self._app = app_for_tests(folder, voucherify_base_url=url, voucherify_timeout=30.0)
        self._browser = PageClient(self._app)
        self._browser.sign_in("agent")
        self._seconds = 0.0

    def seconds(self, text: str) -> float:
        """The seconds it took; raise AssertionError where a row did not arrive."""
        browser = self._browser
        form = browser.get("/imports/new").form("/imports/new")
        file = (io.BytesIO(text.encode()), "people.csv")
        sent = self._timed(lambda: browser.http.post(form.action, data=form.filled(file=file)))
        page = browser.get(sent.location)
        page = browser.submit(page.form(page.url))
        self._work()
        page = browser.get(page.url)
        page = browser.submit(page.form(f"{page.url}/dry-run"))
        self._work()
        page = browser.get(page.url)
        browser.submit(page.form(f"{page.url}/run"), typed=str(ROWS))
        self._work()
        self._timed(lambda: browser.http.get(page.url))
        page = browser.get(page.url)
        if f"{ROWS:,} created" not in page.text:
            raise AssertionError(page.text[:2000])
        return self._seconds

    def _work(self) -> None:
        self._timed(lambda: jobs.run_due(self._app, seconds=RUN_SECONDS))

    def _timed(self, do: Callable[[], Result]) -> Result:
        started = time.perf_counter()
        result = do()
        self._seconds += time.perf_counter() - started
        return result
