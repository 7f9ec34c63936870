"""One JSON line for each thing worth knowing, and nothing personal in any of them.

A request's line names its rule (`/customers/<identifier:customer_id>`), never its path or query, and an exception's
line its type and where it was raised, never its text: each of these may hold an e-mail address.
"""

import json
import logging
import re
import time
import traceback
import uuid
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO, cast

from flask import Flask, Response, g, request
from flask.logging import wsgi_errors_stream

REQUEST_ID_HEADER = "X-Request-Id"
TRUSTED_REQUEST_ID = re.compile(r"[0-9A-Fa-f-]{16,64}")  # what proxies make; too poor for words of anybody's
STANDARD_ATTRIBUTES = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

_logger = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """A record as one line of JSON, with whatever its `extra` adds."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: value for name, value in vars(record).items() if name not in STANDARD_ATTRIBUTES})
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["raised_at"] = _places(record.exc_info[2])
        return json.dumps(line, default=str, ensure_ascii=False)


def init_logs(app: Flask) -> None:
    """Begin logging, and give every request an id that the answer, the lines and the error pages all carry."""
    _write_json_lines()
    app.before_request(_begin)
    app.after_request(_end)


def current_request_id() -> str:
    """The id of the request being answered."""
    return str(g.request_id)


def _write_json_lines() -> None:
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, JsonLines) for handler in root.handlers):
        handler = logging.StreamHandler(cast("TextIO", wsgi_errors_stream))  # stderr as it is at the time of writing
        handler.setFormatter(JsonLines())
        root.addHandler(handler)
    logging.getLogger("webapp").setLevel(logging.INFO)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # the development server logs paths


def _begin() -> None:
    sent = request.headers.get(REQUEST_ID_HEADER, "")
    g.request_id = sent if TRUSTED_REQUEST_ID.fullmatch(sent) else str(uuid.uuid4())
    g.began_at = time.monotonic()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID_HEADER] = current_request_id()
    rule = request.url_rule.rule if request.url_rule else "(no such address)"
    milliseconds = round((time.monotonic() - g.began_at) * 1000)
    _logger.info(
        "%s %s: %d in %d ms",
        request.method,
        rule,
        response.status_code,
        milliseconds,
        extra={
            "method": request.method,
            "rule": rule,
            "status": response.status_code,
            "milliseconds": milliseconds,
            "correlation_id": current_request_id(),
        },
    )
    return response


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
