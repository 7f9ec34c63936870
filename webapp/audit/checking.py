"""Checking the trail as the database holds it now."""

from dataclasses import replace

from webapp.audit import chain
from webapp.audit.chain import Broken, Verified
from webapp.audit.writing import keys
from webapp.store import audit_log


def check() -> Verified:
    """Check every record that is kept, those included that nothing leads to; records may be written meanwhile."""
    stray = audit_log.first_position_past_the_end()
    head = audit_log.head()
    found = chain.verify(audit_log.links(head.position), head, keys())
    if found.broken is None and stray is not None:
        return replace(found, broken=Broken(stray, "it was added behind the end of the trail"))
    return found
