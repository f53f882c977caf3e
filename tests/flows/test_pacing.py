"""How often a stage says how far it is."""

from flows import progress


def test_it_is_said_again_when_the_pause_since_the_last_time_is_over() -> None:
    moments = iter([0.0, 4.9, 5.0, 9.0, 10.0, 11.0])
    due = progress.every(5.0, lambda: next(moments))

    assert [due() for _ in range(5)] == [False, True, False, True, False]
