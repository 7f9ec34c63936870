"""What a request may carry: JSON, a form, or a file read piece by piece while it is sent."""

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlencode

from webapp.voucherify.parameters import json_body
from webapp.voucherify.records import UNSET

CHUNK_SIZE = 65_536


@dataclass(frozen=True)
class Form:
    """Fields of a form, sent URL-encoded."""

    fields: Mapping[str, str]


@dataclass(frozen=True)
class Json:
    """JSON that its caller has written already; it is sent as it is."""

    text: bytes


class Upload:
    """A CSV file as the field `file` of a multipart form. It is never held in memory as a whole.

    Its own name stays here: it may name a person, and the API needs only the ending.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Take an open binary file, which is sent from its beginning."""
        boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._head = (
            f"--{boundary}\r\n"
            'Content-Disposition: form-data; name="file"; filename="file.csv"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._file = file
        self.size = file.seek(0, os.SEEK_END)

    def __len__(self) -> int:
        return len(self._head) + self.size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        yield self._head
        while chunk := self._file.read(CHUNK_SIZE):
            yield chunk
        yield self._tail


def encoded(body: object) -> tuple[dict[str, str], bytes | Upload | None]:
    """Return the headers that describe a body, and the body as it travels. UNSET is no body."""
    if body is UNSET:
        return {}, None
    if isinstance(body, Upload):
        return {"Content-Type": body.content_type}, body
    if isinstance(body, Form):
        return {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(body.fields).encode()
    if isinstance(body, Json):
        return {"Content-Type": "application/json"}, body.text
    return {"Content-Type": "application/json"}, json_body(body)
