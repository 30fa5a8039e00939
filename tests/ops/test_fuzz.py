"""Hostile words in every address, query and form: nothing makes the server fail (bench/fuzz.py sends 10,000)."""

from bench.fuzz import fuzzed


def test_hostile_requests_over_every_route_never_make_the_server_fail() -> None:
    told = fuzzed(900)
    assert told["sent"] >= 900 and told["routes"] > 300  # type: ignore[operator]
    assert told["wrong"] == []
    assert told["slowest"] < 10  # type: ignore[operator]
