"""A demo world for the sandbox: a shop, its customers and everything that happened to them, the same in every run."""

from webapp.sandbox.demo.tickets import TICKETS, Ticket
from webapp.sandbox.demo.world import build

__all__ = ["TICKETS", "Ticket", "build"]
