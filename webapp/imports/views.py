"""Importing customers from files: the addresses of the room. Upload, map, check; what is fine becomes a change set."""

from flask import Blueprint
from werkzeug.exceptions import RequestEntityTooLarge

from webapp.auth.permissions import Permission
from webapp.imports import check_views, mapping_views, pages, upload_views
from webapp.store.leases import LeaseTakenError
from webapp.uploads import let_files_in

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
let_files_in(blueprint, "upload", Permission.CUSTOMERS_IMPORT)
blueprint.register_error_handler(RequestEntityTooLarge, upload_views.too_large)
blueprint.register_error_handler(LeaseTakenError, pages.somebody_else_is_at_it)

blueprint.get("")(upload_views.index)
blueprint.get("/new")(upload_views.new)
blueprint.post("/new")(upload_views.upload)
blueprint.get("/template.csv")(upload_views.template)
blueprint.get("/<int:import_id>/map")(mapping_views.map_columns)
blueprint.post("/<int:import_id>/map")(mapping_views.save_mapping)
blueprint.post("/<int:import_id>/reading")(mapping_views.read_as)
blueprint.get("/<int:import_id>")(check_views.page)
blueprint.get("/<int:import_id>/rows.csv")(check_views.rows_csv)
blueprint.post("/<int:import_id>/rows/<int:line>")(check_views.correct_row)
blueprint.post("/<int:import_id>/check")(check_views.check_again)
blueprint.post("/<int:import_id>/dry-run")(check_views.dry_run)
