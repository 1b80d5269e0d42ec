"""A route's order is proposed, applied and taken back; nothing is lost on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone, translation

from gis_core.models import User
from meters.choices import RoundState, SlipState
from meters.domain.walking import WalkSettings
from meters.errors import WalkRefused
from meters.models import Connection, Installation, ReadingPeriod, ReadingRound, Route, RouteOrder, Slip
from meters.selectors.walk import WalkQuestion, find_route_state
from meters.services.walk import apply_order, measure_order, propose_order, undo_order
from tests.factories import meters as make
from tests.meters.walk.conftest import houses_in_order, ids, positions

OLD = ["1", "10", "5", "9", "6"]
SHORT = ["1", "5", "6", "10", "9"]


def _open_round(route: Route) -> ReadingRound:
    period = ReadingPeriod.objects.create(
        code="2026-4", name="Δ τρίμηνο", starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31)
    )
    opened = ReadingRound.objects.create(period=period, route=route, state=RoundState.READING)
    for number, connection in enumerate(route.connections.order_by("route_position"), 1):
        Slip.objects.create(round=opened, installation=connection.installations.get(), position=number)
    return opened


def _slips(opened: ReadingRound) -> list[str]:
    rows = opened.slips.order_by("position").values_list("installation__meter__serial", flat=True)
    return [serial.removeprefix("W-") for serial in rows]


def test_zigzag_becomes_one_side_and_then_the_other(route: Route) -> None:
    found = propose_order(route=route)

    assert found.order == ids(*SHORT)
    # 80 + 15, 40 + 15, 40, 40 + 15 against 40, 15, 40, 15.
    assert [found.before.metres, found.after.metres] == pytest.approx([245, 110])
    # At 75 m a minute and 25 s a meter.
    assert found.before.minutes == pytest.approx(245 / 75 + 5 * 25 / 60)
    assert found.after.minutes == pytest.approx(110 / 75 + 5 * 25 / 60)
    assert found.warnings == []
    assert houses_in_order(route) == OLD


def test_walk_begins_and_ends_where_it_is_asked(route: Route) -> None:
    (six,) = ids("6")

    from_six = propose_order(route=route, question=WalkQuestion(start_id=six))
    to_six = propose_order(route=route, question=WalkQuestion(end_id=six))
    from_east = propose_order(route=route, question=WalkQuestion(start=(407190, 4501205)))

    assert from_six.order[0] == six
    assert to_six.order == ids("1", "5", "9", "10", "6")
    assert from_east.order == ids("9", "10", "6", "5", "1")
    # From x = 190 on the north side to 9 at x = 90, over to 10, to 6 at 50, over to 5, to 1 at 10.
    assert from_east.after.metres == pytest.approx(100 + 15 + 40 + 15 + 40)


def test_round_comes_back_to_its_start(route: Route) -> None:
    found = propose_order(route=route, question=WalkQuestion(is_round=True))

    assert found.after.metres == pytest.approx(190)  # 80 on each side, two crossings


def test_dear_crossing_is_made_once(route: Route) -> None:
    question = WalkQuestion(settings=WalkSettings(crossing_m=100), end_id=ids("6")[0])

    assert propose_order(route=route, question=question).order == ids("1", "5", "9", "10", "6")


def test_order_is_given_to_every_meter_at_once_and_taken_back(route: Route, clerk: User) -> None:
    found = propose_order(route=route)

    kept = apply_order(
        actor=clerk, route=route, order=found.order, state=found.state, slips_follow=True,
        before=found.before, after=found.after,
    )  # fmt: skip

    assert houses_in_order(route) == SHORT
    assert positions(route) == [1, 2, 3, 4, 5]
    assert (kept.connections, kept.positions) == (ids(*SHORT), [10, 30, 50, 20, 40])
    assert kept.applied_by == clerk
    assert [kept.metres_before, kept.metres_after] == pytest.approx([245, 110])

    undone = undo_order(actor=clerk, route=route, slips_follow=True)

    assert undone == kept
    assert houses_in_order(route) == OLD
    assert positions(route) == [10, 20, 30, 40, 50]
    with pytest.raises(WalkRefused) as refused:
        undo_order(actor=clerk, route=route, slips_follow=True)
    assert refused.value.code == "nothing_to_undo"


def test_order_of_a_route_that_changed_is_refused(route: Route, clerk: User, tmp_path: Path) -> None:
    found = propose_order(route=route)
    make.bring_connections(tmp_path, "900003;Ερμού;3;09;60;01/03/2020;W-3;Παππά;Ρένα;;;1")

    with pytest.raises(WalkRefused) as refused:
        apply_order(actor=clerk, route=route, order=found.order, state=found.state, slips_follow=True)

    assert refused.value.code == "route_changed"
    assert houses_in_order(route) == [*OLD, "900003"]
    assert not RouteOrder.objects.exists()


@pytest.mark.parametrize(
    ("houses", "code"),
    [(["1", "5", "9", "10"], "other_connections"), ([*SHORT, "6"], "other_connections"), (OLD, "same_order")],
)
def test_order_that_is_not_one_of_the_route_is_refused(
    route: Route, clerk: User, houses: list[str], code: str
) -> None:
    with pytest.raises(WalkRefused) as refused:
        apply_order(
            actor=clerk, route=route, order=ids(*houses), state=find_route_state(route), slips_follow=True
        )

    assert refused.value.code == code
    assert positions(route) == [10, 20, 30, 40, 50]


def test_what_came_since_stands_behind_when_the_order_is_taken_back(
    route: Route, clerk: User, tmp_path: Path
) -> None:
    found = propose_order(route=route)
    apply_order(actor=clerk, route=route, order=found.order, state=found.state, slips_follow=True)
    make.bring_connections(tmp_path, "900003;Ερμού;3;09;6;01/03/2020;W-3;Παππά;Ρένα;;;1")

    undo_order(actor=clerk, route=route, slips_follow=True)

    assert houses_in_order(route) == [*OLD, "900003"]
    assert positions(route) == [10, 20, 30, 40, 50, 51]


def test_waiting_slips_follow_and_visited_ones_stay(route: Route, clerk: User) -> None:
    opened = _open_round(route)
    visited = opened.slips.get(position=2)
    Slip.objects.filter(pk=visited.pk).update(state=SlipState.NOT_READ, visited_at=timezone.now())
    found = propose_order(route=route)

    apply_order(actor=clerk, route=route, order=found.order, state=found.state, slips_follow=True)

    assert _slips(opened) == ["1", "10", "5", "6", "9"]  # 10 was visited second and stays so

    undo_order(actor=clerk, route=route, slips_follow=True)
    assert _slips(opened) == OLD


def test_readers_out_now_keep_their_order_by_choice(route: Route, clerk: User) -> None:
    opened = _open_round(route)
    found = propose_order(route=route)

    apply_order(actor=clerk, route=route, order=found.order, state=found.state, slips_follow=False)

    assert houses_in_order(route) == SHORT
    assert _slips(opened) == OLD


def test_slips_of_a_round_not_begun_take_the_new_order(route: Route, clerk: User) -> None:
    opened = _open_round(route)
    found = propose_order(route=route)

    apply_order(actor=clerk, route=route, order=found.order, state=found.state, slips_follow=True)

    assert _slips(opened) == SHORT


def test_connection_without_a_meter_stands_behind_the_walk(route: Route) -> None:
    (ten,) = ids("10")
    Installation.objects.filter(connection=ten).update(period=(date(2020, 3, 1), date(2024, 1, 1)))

    with translation.override("en"):
        found = propose_order(route=route)

    assert (found.order[0], found.order[-1]) == (ids("1")[0], ten)
    assert found.after.metres == pytest.approx(110)  # 1, 5, 6, 9
    assert found.meters == 4
    assert found.warnings == ["1 connection without a meter stands behind the walk."]


def test_meter_is_walked_to_where_it_hangs_not_to_the_connection(route: Route) -> None:
    (nine,) = ids("9")
    place = Connection.objects.get(pk=ids("6")[0]).geom  # on the other side
    Installation.objects.filter(connection=nine).update(geom=place)

    found = propose_order(route=route)

    assert found.order == ids("1", "5", "9", "6", "10")


def test_order_by_hand_is_measured(route: Route) -> None:
    found = measure_order(route=route, question=WalkQuestion(), order=ids("1", "5", "6", "9", "10"))

    assert found.after.metres == pytest.approx(40 + 15 + (40 + 15) + 15)
    assert found.before.metres == pytest.approx(245)


def test_route_of_one_meter_has_no_walk(people: object) -> None:
    with pytest.raises(WalkRefused) as refused:
        propose_order(route=Route.objects.get(code="08"))

    assert refused.value.code == "too_few"
