"""What was acknowledged survives the server's sudden death, 40 times under load (bench/kill.py)."""

from bench.kill import AT_ONCE, KILLS, killed


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed() -> None:
    found = killed(KILLS)
    # on a quick machine all may be acknowledged before the last kill
    assert found.kills >= KILLS / 2 and found.acknowledged == KILLS * AT_ONCE and found.whole
    assert (found.lost, found.doubled) == (0, 0)
    assert set(found.by_door.values()) == {KILLS * AT_ONCE / 3}  # every answer came in through its own door
