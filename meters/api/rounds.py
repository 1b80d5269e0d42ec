"""Rounds for the reader's telephone: what to read, what was read, files; every call can be sent again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.contrib.gis.geos import Point
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from documents.services.recordings import MAX_BYTES
from gis_core.domain.coordinates import move_point
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from meters.choices import RoundState, SlipState
from meters.models import NoteCode, Slip
from meters.querysets import CONNECTION_ROLES, WALKING_ROLES
from meters.selectors.rounds import Expectation, list_expectations, list_progress, list_rounds, list_slips
from meters.services.media import keep_media
from meters.services.slips import record_slip
from meters.types import SlipRow, Visit

LONGEST_KEY = 100
#: A telephone that lay without signal tells of visits so long ago.
OLDEST_VISIT = timedelta(days=60)
#: Beyond this our plane has no meaning (m).
FARTHEST_M = 20_000_000
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, required=True,
    description="The sender's own key: the same key again changes nothing and is answered alike.",
)  # fmt: skip


class RoundSerializer(serializers.Serializer[Any]):
    """A round and how far it is."""

    id = serializers.IntegerField(source="round.pk")
    period = serializers.CharField(source="round.period.code")
    starts_on = serializers.DateField(source="round.period.starts_on")
    ends_on = serializers.DateField(source="round.period.ends_on")
    route = serializers.CharField(source="round.route.code")
    route_name = serializers.CharField(source="round.route.name")
    reader = serializers.IntegerField(source="round.reader_id", allow_null=True)
    state = serializers.CharField(source="round.state")
    slips = serializers.IntegerField(source="count.slips")
    waiting = serializers.IntegerField(source="count.waiting")
    read = serializers.IntegerField(source="count.read")
    not_read = serializers.IntegerField(source="count.not_read")
    held = serializers.IntegerField(source="count.held")


class SlipSerializer(serializers.Serializer[Any]):
    """A slip: where, which meter, its last readings and what it is expected to show (m³), what came of it."""

    id = serializers.IntegerField(source="slip_id")
    position = serializers.IntegerField()
    state = serializers.ChoiceField(choices=SlipState.choices)
    supply_number = serializers.CharField()
    address = serializers.CharField()
    serial = serializers.CharField()
    slot = serializers.IntegerField()
    seal_number = serializers.CharField()
    digits = serializers.IntegerField()
    longitude = serializers.FloatField()
    latitude = serializers.FloatField()
    has_own_place = serializers.BooleanField()
    last_m3 = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    before_m3 = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    before_on = serializers.DateField(allow_null=True)
    value_m3 = serializers.DecimalField(max_digits=12, decimal_places=3, allow_null=True)
    read_on = serializers.DateField(allow_null=True)
    reading_source = serializers.CharField(source="source", allow_null=True)
    note_code = serializers.IntegerField(source="note_code_id", allow_null=True)
    note = serializers.CharField()
    is_held = serializers.BooleanField()
    expected_m3 = serializers.CharField(allow_null=True, required=False)
    most_m3 = serializers.CharField(allow_null=True, required=False)


class VisitSerializer(serializers.Serializer[Any]):
    """What a reader sends from a meter: a value (m³) or a note code that prevents reading; the rest is optional."""

    visited_at = serializers.DateTimeField()
    value_m3 = serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=Decimal(0), required=False, default=None, allow_null=True
    )
    note_code = serializers.PrimaryKeyRelatedField(
        queryset=NoteCode.objects.all(), required=False, default=None, allow_null=True
    )
    note = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)
    seen_serial = serializers.CharField(max_length=40, required=False, default="", allow_blank=True)
    longitude = serializers.FloatField(
        min_value=-180, max_value=180, required=False, default=None, allow_null=True
    )
    latitude = serializers.FloatField(
        min_value=-85, max_value=85, required=False, default=None, allow_null=True
    )
    accuracy_m = serializers.FloatField(
        min_value=0, max_value=100_000, required=False, default=None, allow_null=True
    )
    media = serializers.ListField(
        child=serializers.RegexField(r"^[0-9a-f]{64}$"), max_length=12, required=False, default=list,
        help_text="SHA-256 of files that are sent before or after",
    )  # fmt: skip

    def validate_visited_at(self, value: Any) -> Any:
        """Refuse a telephone whose clock is far from ours."""
        now = timezone.now()
        if not now - OLDEST_VISIT <= value <= now + timedelta(hours=1):
            raise serializers.ValidationError(
                _("The clock of the telephone is wrong: set its day and time."), code="wrong_clock"
            )
        return value


class VisitAnswerSerializer(serializers.Serializer[Any]):
    """What a visit came to: the slip's state, whether the key had come before, flags, a question of place."""

    slip = serializers.IntegerField()
    state = serializers.CharField()
    reading = serializers.IntegerField(allow_null=True)
    is_repeat = serializers.BooleanField()
    is_held = serializers.BooleanField()
    flags = serializers.ListField(child=serializers.CharField())
    moved_m = serializers.FloatField(allow_null=True)


class BytesParser(BaseParser):
    """The body as it is."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Read at most what a file may have, and one byte more to tell."""
        return stream.read(MAX_BYTES + 1)


@extend_schema(
    responses=RoundSerializer(many=True), description="My rounds that are not closed; all for the office."
)
@allow(*CONNECTION_ROLES)
class RoundList(APIView):
    """Rounds that are not closed."""

    def get(self, request: Request) -> Response:
        """List them with their progress."""
        rounds = list_rounds(cast(User, request.user)).exclude(state=RoundState.CLOSED)
        found = list_progress(rounds.order_by("period__ends_on", "route__code")[:500])
        return Response(RoundSerializer(found, many=True).data)


@extend_schema(responses=SlipSerializer(many=True), description="All slips of a round in walking order.")
@allow(*CONNECTION_ROLES)
class SlipList(APIView):
    """The whole round at once: a telephone keeps it for where there is no signal."""

    def get(self, request: Request, pk: int) -> Response:
        """List the slips."""
        found = get_object_or_404(list_rounds(cast(User, request.user)), pk=pk)
        rows = list_slips(found)
        expected = list_expectations(rows, timezone.localdate())
        return Response([_slip(row, expected[row.slip_id]) for row in rows])


@extend_schema(
    request=VisitSerializer, responses={200: VisitAnswerSerializer}, parameters=[KEY],
    description="Send a reading, or the note code that says why there is none.",
)  # fmt: skip
@allow(*WALKING_ROLES)
class VisitCreate(APIView):
    """What was found at a meter."""

    def post(self, request: Request, pk: int, slip: int) -> Response:
        """Write it once."""
        user = cast(User, request.user)
        found = get_object_or_404(
            Slip.objects.filter(round__in=list_rounds(user), round=pk).select_related("round"), pk=slip
        )
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key or len(key) > LONGEST_KEY:
            raise ValidationError({"Idempotency-Key": _("A key of at most 100 characters is needed.")})
        sent = VisitSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            recorded = record_slip(actor=user, slip=found, sent=_visit(key, sent.validated_data))
        except DomainError as error:
            return Response({"code": error.code, "detail": str(error)}, status.HTTP_422_UNPROCESSABLE_ENTITY)
        reading = recorded.visit.reading
        flags = list(reading.flags.all()) if reading is not None else []
        answer = {
            "slip": found.pk, "state": Slip.objects.values_list("state", flat=True).get(pk=found.pk),
            "reading": reading.pk if reading is not None else None, "is_repeat": recorded.is_repeat,
            "is_held": any(flag.state in ("open", "reread") for flag in flags),
            "flags": [str(flag.get_check_code_display()) for flag in flags],
            "moved_m": round(recorded.question.moved_m, 1) if recorded.question is not None else None,
        }  # fmt: skip
        return Response(VisitAnswerSerializer(answer).data)


@extend_schema(
    request={"application/octet-stream": OpenApiTypes.BINARY}, responses={204: None},
    description="Send a photo, video or voice note by the SHA-256 of its bytes, before or after the visit.",
)  # fmt: skip
@allow(*WALKING_ROLES)
class MediaKeep(APIView):
    """A file of a visit."""

    parser_classes = (BytesParser,)

    def put(self, request: Request, digest: str) -> Response:
        """Keep it once."""
        content = cast(bytes, request.data)
        if not content:
            raise ValidationError({"file": _("The file is empty.")})
        try:
            keep_media(actor=cast(User, request.user), digest=digest, content=content)
        except DomainError as error:
            return Response({"code": error.code, "detail": str(error)}, status.HTTP_422_UNPROCESSABLE_ENTITY)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _slip(row: SlipRow, expected: Expectation) -> dict[str, Any]:
    """Write a slip with what its meter is expected to show and the most that asks no question, as text like all m³."""

    def text(value: Decimal | None) -> str | None:
        return None if value is None else str(value)

    return {
        **SlipSerializer(row).data, "expected_m3": text(expected.value_m3), "most_m3": text(expected.most_m3),
    }  # fmt: skip


def _visit(key: str, given: dict[str, Any]) -> Visit:
    point = None
    if given["longitude"] is not None and given["latitude"] is not None:
        x, y = move_point(given["longitude"], given["latitude"], source=4326, target=settings.STORAGE_SRID)
        if abs(x) < FARTHEST_M and abs(y) < FARTHEST_M:
            point = Point(x, y, srid=settings.STORAGE_SRID)
    return Visit(
        key=key, visited_at=given["visited_at"], value_m3=given["value_m3"],
        note_code_id=given["note_code"].pk if given["note_code"] is not None else None, note=given["note"],
        seen_serial=given["seen_serial"], point=point, accuracy_m=given["accuracy_m"],
        media=tuple(given["media"]),
    )  # fmt: skip
