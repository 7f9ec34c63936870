import pytest


def test_segments_are_listed(wire, client):
    wire.answers(
        {
            "object": "list",
            "data_ref": "data",
            "data": [{"id": "seg_1", "name": "VIP", "type": "auto-update", "filter": {"junction": "and"}}],
            "total": 99,
        }
    )

    page = client.segments.list(limit=100, order="created_at")

    assert wire.requests[0].path == "/v1/segments?limit=100&order=created_at"
    assert [(segment.id, segment.name, segment.type) for segment in page.items] == [("seg_1", "VIP", "auto-update")]
    assert page.items[0].filter == {"junction": "and"}
    assert page.total == 99


def test_a_limit_out_of_range_is_refused(client):
    with pytest.raises(ValueError, match="limit must be"):
        client.segments.list(limit=101)
