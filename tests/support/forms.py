"""Forms as a browser sees them: filled in by their own fields, sent with whatever they hide."""

from xml.etree.ElementTree import Element

from tests.support.page_checks import text_of


class Form:
    """A form found on a page."""

    def __init__(self, element: Element, page_url: str) -> None:
        self.element = element
        self.action = element.get("action") or page_url
        self.method = (element.get("method") or "get").lower()

    def filled(self, button: str | None = None, /, **values: str) -> dict[str, str | list[str]]:
        """What the form sends with these values typed in and the button of this text (or value) pressed.

        A field or choice the form does not offer is a failed test, as nobody could have made it.
        """
        data: dict[str, str | list[str]] = {}
        for field in self.element.iter():
            name = field.get("name")
            if name and field.tag in {"input", "select", "textarea"} and field.get("disabled") is None:
                _put(data, name, _value_as_it_stands(field))
        for name, value in values.items():
            assert name in self._names(), f"the form to {self.action} has no field {name!r}"
            self._check_choice(name, value)
            data[name] = value
        if button is not None:
            data.update(self._pressed(button))
        return data

    def _names(self) -> set[str | None]:
        return {field.get("name") for field in self.element.iter()} - {None}

    def _check_choice(self, name: str, value: str) -> None:
        for select in self.element.iter("select"):
            if select.get("name") == name:
                offered = [_option_value(option) for option in select.iter("option")]
                assert value in offered, f"{name} offers {offered}, not {value!r}"

    def _pressed(self, text: str) -> dict[str, str]:
        for button in self.element.iter("button"):
            if text in {text_of(button), button.get("value")}:
                name = button.get("name")
                return {name: button.get("value") or ""} if name else {}
        raise AssertionError(f"the form to {self.action} has no button {text!r}")


def _put(data: dict[str, str | list[str]], name: str, value: str | None) -> None:
    if value is None:
        return
    before = data.get(name)
    data[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]


def _value_as_it_stands(field: Element) -> str | None:
    """What a field sends when nobody touches it; None for nothing at all."""
    if field.tag == "textarea":
        return field.text or ""
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return _option_value(chosen[0]) if chosen else None
    kind = field.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return field.get("value", "on") if field.get("checked") is not None else None
    return None if kind in {"submit", "button", "file"} else field.get("value", "")


def _option_value(option: Element) -> str:
    value = option.get("value")
    return text_of(option) if value is None else value
