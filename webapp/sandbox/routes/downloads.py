"""/downloads: files by token, the sandbox's stand-in for the API's download hosts."""

from flask import Blueprint, Response, request

from webapp.sandbox.rules import files
from webapp.sandbox.wire import unauthorized
from webapp.sandbox.world import reading, world

routes = Blueprint("downloads", __name__, url_prefix="/downloads")


@routes.get("/<identifier:file_id>")
def download(file_id: str) -> Response:
    """The file as CSV, sent piece by piece; 401 for a wrong token and for a file that is no more."""
    with reading() as connection:
        opens = files.opens(connection, file_id, request.args.get("token", ""))
    if not opens:
        return unauthorized()
    return Response(files.contents(world().database, file_id), mimetype="text/plain")
