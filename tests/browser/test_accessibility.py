"""axe finds nothing, in light and dark, wide and narrow; and it would, were there something to find."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations

PATHS = ["/", "/customers", "/customers/ticket-4", "/customers/markup-1"]
SCREENS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("screen", "scheme"), [("wide", "light"), ("narrow", "dark")])
def test_axe_finds_nothing(agent: Page, path: str, screen: str, scheme: str) -> None:
    agent.set_viewport_size(SCREENS[screen])  # type: ignore[arg-type]
    agent.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    agent.goto(path)
    assert violations(agent) == []


def test_no_page_scrolls_sideways_on_the_smallest_screen(agent: Page) -> None:
    agent.set_viewport_size({"width": 320, "height": 640})
    paths = ["/", "/customers", "/segments", "/orders", "/orders/new", "/orders/import", "/imports", "/imports/new"]
    for path in (*paths, "/exports", "/exports/new", "/jobs"):
        agent.goto(path)
        assert agent.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_one_signs_in(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/auth/sign-in")
    assert violations(page) == []


@pytest.mark.parametrize("text", ["nobody has this name", "gi"])
def test_axe_finds_nothing_in_results(agent: Page, text: str) -> None:
    agent.emulate_media(reduced_motion="reduce")
    agent.goto("/customers")
    agent.get_by_text("Filters and order").click()
    agent.get_by_label("Name, e-mail, id or source id").fill(text)
    expect(agent.locator("#announcer")).not_to_be_empty()
    assert violations(agent) == []


def test_axe_finds_nothing_in_open_menus_and_folds(agent: Page) -> None:
    agent.goto("/customers/ticket-4")
    agent.get_by_text("The customer as the API gives it").click()
    agent.get_by_role("button", name="your account").click()
    assert violations(agent) == []


def test_axe_finds_nothing_on_an_error_page(agent: Page, complaints: list[str]) -> None:
    agent.goto("/customers/nobody-has-this-id")
    expect(agent.get_by_role("heading", level=1)).to_contain_text("Not found")
    assert violations(agent) == []
    assert all("404" in complaint for complaint in complaints)
    complaints.clear()


def test_axe_finds_planted_defects(agent: Page) -> None:
    agent.goto("/")
    agent.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("beforeend",
            '<img src="/static/img/mark.svg"><input type="text"><a href="/"></a>')"""
    )
    rules = {line.partition(":")[0] for line in violations(agent)}
    assert {"image-alt", "label", "link-name"} <= rules


def test_the_browser_refuses_inline_script_and_the_tests_notice(agent: Page, complaints: list[str]) -> None:
    agent.goto("/")
    agent.evaluate(
        """() => { const script = document.createElement("script"); script.textContent = "window.planted = 1";
            document.body.append(script); }"""
    )
    agent.wait_for_function("true")
    assert agent.evaluate("window.planted") is None
    assert any(complaint.startswith("CSP: script-src") for complaint in complaints)
    complaints.clear()


BEHIND_A_BAR = """() => {
    const focused = document.activeElement, box = focused.getBoundingClientRect();
    if (!focused.closest(".page-main") || box.height === 0) return false;
    const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return seen === null || seen.closest(".topbar, .send-bar") !== focused.closest(".topbar, .send-bar");
}"""


@pytest.mark.parametrize(
    ("path", "key"), [("/orders/new", "Tab"), ("/customers", "Shift+Tab"), ("/orders", "Shift+Tab")]
)
def test_what_has_the_focus_is_never_behind_a_bar_that_stays(agent: Page, path: str, key: str) -> None:
    agent.set_viewport_size({"width": 1280, "height": 640})
    agent.emulate_media(reduced_motion="reduce")
    agent.goto(path)
    for _ in range(40):
        agent.keyboard.press(key)
        agent.wait_for_function(f"!({BEHIND_A_BAR})()")  # scrolling takes a moment
