"""The frame around everything about one customer: the head that stays, the tabs, and the parts of the first tab.

Features do not know each other, so each puts its own section, parts and buttons here (`add_section`, `add_action`),
and shows its pages inside the frame (`render_section`).
"""

from webapp.customer_page.frame import begin_visit, frame_of, render_section
from webapp.customer_page.parts import show_part
from webapp.customer_page.sections import Action, Part, Section, add_action, add_section
from webapp.customer_page.visit import Visit, read_customer

__all__ = [
    "Action",
    "Part",
    "Section",
    "Visit",
    "add_action",
    "add_section",
    "begin_visit",
    "frame_of",
    "read_customer",
    "render_section",
    "show_part",
]
