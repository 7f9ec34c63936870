"""Which customers were named already."""

from webapp.changesets.identities import FIRST_SIZE, Identities


def test_each_text_is_new_once():
    seen = Identities()
    texts = [f"crm-{number}" for number in range(2 * FIRST_SIZE)]
    assert all(seen.add(text) for text in texts)
    assert not any(seen.add(text) for text in texts)
    assert seen.add("another")
