"""One part of the customer page, in whichever state it is: shown, failed or late."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from webapp.customer_page.sections import Part, Section
from webapp.customer_page.visit import Visit
from webapp.errors import Failure, describe


@dataclass(frozen=True)
class ShownPart:
    """What the templates see. `url` gives the part alone, `page_url` its section's page.

    Neither `part` nor `failure` where the calls had not answered in time: then the part loads itself.
    """

    name: str
    title: str
    template: str
    url: str
    page_url: str
    part: Any = None
    failure: Failure | None = None

    @property
    def is_late(self) -> bool:
        return self.part is None and self.failure is None


def show_part(visit: Visit, section: Section, part: Part, *, patiently: bool = False) -> ShownPart:
    """The part with what its calls have brought by the page's deadline; `patiently` waits for them to end."""
    ask = visit.full_answer if patiently else visit.answer
    needed = [ask(read) for read in part.needs]
    error = next((answer.error for answer in needed if answer.error), None)
    content = None
    if all(answer.is_there for answer in needed):
        content = part.present(visit.customer, *(answer.value for answer in [*needed, *map(ask, part.uses)]))
    customer_id = visit.customer.id
    return ShownPart(
        name=part.name,
        title=section.title,
        template=part.template,
        url=url_for("customers.part", customer_id=customer_id, name=part.name),
        page_url=url_for(section.endpoint, customer_id=customer_id),
        part=content,
        failure=describe(error) if error else None,
    )
