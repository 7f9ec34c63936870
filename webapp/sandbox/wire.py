"""What goes over the wire: list envelopes, the error envelope, and errors as exceptions."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from webapp.sandbox.tables import dumps

MAXIMUM_PAYLOAD = 10_485_760  # bytes

_MESSAGES = {
    "invalid_payload": "Invalid payload",
    "invalid_query_params": "Invalid query params",
    "not_found": "Resource not found",
}


class ApiError(Exception):
    """An answer with the API's error envelope; `key` is what callers branch on."""

    def __init__(
        self,
        code: int,
        key: str | None,
        details: str | None = None,
        message: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(f"{code} {key}: {details}")
        self.code = code
        self.body = {
            "code": code,
            "key": key,
            "message": message or _MESSAGES.get(key or "", "Bad request"),
            "details": details,
            **more,
        }


def invalid_payload(details: str) -> ApiError:
    return ApiError(400, "invalid_payload", details)


def invalid_query(details: str) -> ApiError:
    return ApiError(400, "invalid_query_params", details)


def not_found(kind: str, identifier: str) -> ApiError:
    """404 for an object: `kind` as the API calls it, `identifier` as the caller sent it."""
    return ApiError(
        404,
        "not_found",
        f"Cannot find {kind} with id {identifier}",
        resource_id=identifier,
        resource_type=kind,
    )


def no_route() -> ApiError:
    return ApiError(404, "not_found", "There is no such route")


def forbidden() -> ApiError:
    return ApiError(403, "forbidden", "The token's scopes do not open this operation", message="Forbidden")


def list_of(name: str, items: Sequence[Any], **more: Any) -> dict[str, Any]:
    """The list envelope: the array stands under `name`, and `data_ref` says so."""
    return {"object": "list", "data_ref": name, name: items, **more}


def no_content() -> Response:
    answer = Response(status=204)
    del answer.headers["Content-Type"]
    return answer


def error_answer(error: ApiError) -> Response:
    envelope = {name: value for name, value in error.body.items() if value is not None}
    return _json(envelope | {"request_id": g.request_id}, error.code)


def unauthorized() -> Response:
    """401 has no details and no request id."""
    return _json({"code": 401, "message": "Unauthorized", "key": "unauthorized"}, 401)


def too_many_requests() -> Response:
    """429 has neither a key nor a request id."""
    return _json({"code": 429, "message": "Too many requests hit the API too quickly."}, 429)


def http_error_answer(error: HTTPException) -> Response:
    """The API's answer to what Flask itself refuses: an unknown route, a wrong verb, too much."""
    if isinstance(error, RequestEntityTooLarge):
        message = f"Payload content length greater than maximum allowed: {MAXIMUM_PAYLOAD}"
        return _json({"statusCode": 413, "error": "Request Entity Too Large", "message": message}, 413)
    if isinstance(error, MethodNotAllowed):
        return error_answer(_method_not_allowed(error))
    code = error.code or 500
    if code == 404:
        return error_answer(no_route())
    return error_answer(ApiError(code, None, error.description, message=error.name))


def _method_not_allowed(error: MethodNotAllowed) -> ApiError:
    allowed = " or ".join(verb for verb in ("GET", "POST", "PUT", "DELETE") if verb in (error.valid_methods or ()))
    details = f"{request.method} is not supported by this endpoint. Did you mean {allowed}?"
    return ApiError(405, None, details, message="HTTP Method Not Allowed")


def internal_error() -> Response:
    return error_answer(ApiError(500, "internal_error", message="Internal server error"))


def _json(body: dict[str, Any], status: int) -> Response:
    return Response(dumps(body), status, mimetype="application/json")
