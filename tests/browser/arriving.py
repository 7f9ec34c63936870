"""Getting to a page: it is read before its scripts have run, and keys pressed in between would go nowhere."""

from playwright.sync_api import Page, expect


def arrived(page: Page, heading: str) -> None:
    """Wait for the page with this heading, and for its scripts."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.wait_for_load_state("load")
