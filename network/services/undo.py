"""Edits undone, and undone again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from documents.selectors.files import list_attachments
from gis_core.models import User
from network.choices import EditKind
from network.errors import ObjectGoneError, UndoRefused
from network.models import NetworkEdit, ValveCheck
from network.services.edits import LINK_KINDS, Draft
from network.sql.edit_rows import TABLES, Row
from network.types import EditOutcome, PipePointMove

_Rows = dict[str, dict[int, Row]]
#: Rows that hang on others: kind, column, kind of what they hang on.
_HANGS = (
    *((kind, column, "node") for kind in LINK_KINDS for column in ("start_node_id", "end_node_id")),
    ("shutoff", "pipe_id", "pipe"), ("service", "pipe_id", "pipe"), ("inlet", "pipe_id", "pipe"),
    ("inlet", "node_id", "node"), ("check", "valve_id", "shutoff"),
)  # fmt: skip


@transaction.atomic
def undo_edit(*, actor: User, edit: NetworkEdit) -> EditOutcome:
    """Put everything that an edit of one's own touched back as it was, keys and all; undoing an undoing does it again.

    Connections and service lines that were attached since follow back to where they are.

    Raises:
        UndoRefused: it is somebody else's (`not_yours`), undone already (`undone`), or something that it touched
            was changed since (`changed_since`); the last names what.
    """
    own = NetworkEdit.objects.select_for_update(of=("self",)).defer("before", "after").get(pk=edit.pk)
    if own.actor_id != actor.pk:
        raise UndoRefused(_("Only one's own edits are undone."), code="not_yours")
    if own.undone_by_id is not None:
        raise UndoRefused(_("This edit has been undone already."), code="undone")
    before, after, moves = _read(own.pk)
    draft = Draft(actor, _kind(own))
    _hold(draft, before, after)
    _refuse_changed(draft, before, after)
    _put_back(draft, before, after, moves)
    _refuse_left_hanging(draft)
    main = next(((kind, pk) for kind in ("pipe", "node", *TABLES) for pk in before.get(kind, ())), None)
    outcome = draft.finish(main, [own.summary])
    NetworkEdit.objects.filter(pk=own.pk).update(undone_by_id=outcome.edit_id)
    return outcome


def _kind(own: NetworkEdit) -> EditKind:
    """An undoing that is undone is the first act done again."""
    if own.kind != EditKind.UNDO:
        return EditKind.UNDO
    return EditKind(NetworkEdit.objects.only("kind").get(undone_by_id=own.pk).kind)


def _read(pk: int) -> tuple[_Rows, _Rows, list[PipePointMove]]:
    """Return the rows before and after, and the moves along pipes, letter by letter as they were kept."""
    texts = (
        NetworkEdit.objects.filter(pk=pk)
        .values_list(Cast("before", TextField()), Cast("after", TextField()))
        .get()
    )
    before, after = (json.loads(text, parse_float=Decimal) for text in texts)
    moves = [
        PipePointMove(int(a), float(low), float(high), None if b is None else int(b), float(to), float(end))
        for a, low, high, b, to, end in after.pop("moves", [])
    ]
    before.pop("moves", None)
    return _by_key(before), _by_key(after), moves


def _by_key(kinds: dict[str, list[Row]]) -> _Rows:
    return {kind: {row["id"]: row for row in rows} for kind, rows in kinds.items()}


def _hold(draft: Draft, before: _Rows, after: _Rows) -> None:
    """Hold what the edit touched and what its rows will be joined to again."""
    seeds = {kind: set(after.get(kind, ())) for kind in TABLES if kind not in {"inlet", "check"}}
    gone = {kind: set(rows) - set(after.get(kind, ())) for kind, rows in before.items()}
    for kind, rows in before.items():
        for hanging, column, on in _HANGS:
            if hanging == kind and on in seeds:
                seeds[on] |= {row[column] for row in rows.values()} - gone.get(on, set())
    try:
        draft.lock(**seeds)
    except ObjectGoneError as error:
        raise UndoRefused(
            _("It cannot be undone: something that it touched has been deleted since."), code="changed_since"
        ) from error


def _refuse_changed(draft: Draft, before: _Rows, after: _Rows) -> None:
    changed = [
        str(row.get("code") or "")
        for kind, rows in after.items()
        for pk, row in rows.items()
        if _bare(draft.rows[kind].get(pk)) != _bare(row)
    ]
    changed += [
        str(row.get("code") or "")
        for kind, rows in before.items()
        for pk, row in rows.items()
        if pk not in after.get(kind, {}) and pk in draft.rows[kind]
    ]
    if changed:
        codes = sorted({code for code in changed if code})
        raise UndoRefused(
            _("It cannot be undone: %(codes)s changed since.") % {"codes": ", ".join(codes) or "…"},
            code="changed_since", changed=codes,
        )  # fmt: skip


def _bare(row: Row | None) -> Row | None:
    """Return what says something of the object: its version only counts, its point on a pipe is made."""
    if row is None:
        return None
    hidden = {"version", "geom"} if "at_end" in row else {"version"}
    return {name: value for name, value in row.items() if name not in hidden}


def _put_back(draft: Draft, before: _Rows, after: _Rows, moves: Iterable[PipePointMove]) -> None:
    for move in moves:
        if move.to_pipe_id is not None:
            draft.move_points(_turned(move))
    for kind in TABLES:
        for row in before.get(kind, {}).values():
            draft.restore(kind, row)
        for pk in set(after.get(kind, {})) - set(before.get(kind, {})):
            draft.drop(kind, pk)
            if kind == "shutoff":
                _drop_own_checks(draft, pk)


def _drop_own_checks(draft: Draft, valve_id: int) -> None:
    """Let one's own checks go with a valve that one made; others' checks, and those with a photo, keep it."""
    own = [
        pk
        for pk, row in draft.rows["check"].items()
        if row["valve_id"] == valve_id and draft.actor is not None and row["checked_by_id"] == draft.actor.pk
    ]
    for check in ValveCheck.objects.filter(pk__in=own):
        if not list_attachments(check):
            draft.drop("check", check.pk)


def _turned(move: PipePointMove) -> PipePointMove:
    """Return the move back; a stretch that was turned round is read from its other end."""
    low, high = move.to_low, move.to_high
    to: tuple[float, float] = (move.from_low, move.from_high)
    if low > high:
        low, high, to = high, low, (to[1], to[0])
    if move.to_pipe_id is None:
        raise AssertionError("a stretch that is no more has nothing to come back")
    return PipePointMove(move.to_pipe_id, low, high, move.from_pipe_id, *to)


def _refuse_left_hanging(draft: Draft) -> None:
    """Refuse where something that was attached since would hang on nothing."""
    draft.carry()
    left: list[Any] = [
        row.get("code") or row["id"]
        for kind, column, on in _HANGS
        for row in draft.rows[kind].values()
        if row[column] not in draft.rows[on] and row[column] in draft.held(on)
    ]
    if left:
        codes = [str(code) for code in left]
        raise UndoRefused(
            _("It cannot be undone: %(codes)s has been attached since.") % {"codes": ", ".join(codes)},
            code="changed_since", changed=codes,
        )  # fmt: skip
