"""The service layer: the Voucherify REST API as plain, typed Python.

It needs `requests` and nothing else, so scripts and background work use it just as the dashboard does.
"""

from webapp.voucherify import errors
from webapp.voucherify.client import ClientSide, Voucherify
from webapp.voucherify.downloads import Download
from webapp.voucherify.filters import Filters
from webapp.voucherify.logs import request_context
from webapp.voucherify.pages import Page, PagingError
from webapp.voucherify.rate_limits import RateLimit
from webapp.voucherify.records import UNSET, Record, UnsetType
from webapp.voucherify.waiting import NotFinished

__all__ = [
    "UNSET",
    "ClientSide",
    "Download",
    "Filters",
    "NotFinished",
    "Page",
    "PagingError",
    "RateLimit",
    "Record",
    "UnsetType",
    "Voucherify",
    "errors",
    "request_context",
]
