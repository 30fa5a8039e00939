"""What was acknowledged survives the server's sudden death (bench/kill.py does it more often)."""

from bench.kill import killed


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed() -> None:
    found = killed(3, 40)
    assert found.kills >= 2 and found.acknowledged == 120 and found.whole
    assert (found.lost, found.doubled) == (0, 0)
    assert set(found.by_door.values()) == {40}  # each door had its share, and every answer came in through its own
