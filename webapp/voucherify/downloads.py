"""A file of the API, read piece by piece."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

import requests

from webapp.voucherify.connections import pieces
from webapp.voucherify.errors import InvalidAnswer, Problem, TimedOut


class Download:
    """The bytes of a file, once, as they arrive: `for chunk in download`. Close it, or use it in a `with`.

    Raise TimedOut when the file stalls and InvalidAnswer when it breaks off: then what came is not all of it.
    """

    def __init__(self, operation: str, response: requests.Response) -> None:
        self._operation = operation
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        problem = Problem(status=self._response.status_code)
        try:
            yield from pieces(self._response)
        except TimeoutError:
            raise TimedOut(self._operation, problem) from None
        except ConnectionError:
            raise InvalidAnswer(self._operation, problem) from None
        finally:
            self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
