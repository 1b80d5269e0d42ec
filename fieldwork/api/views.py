"""Tasks for machines and for the phone: a list as GeoJSON, begin and finish under a key of the sender."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import django_filters
from django.contrib.gis.db.models.functions import Transform
from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from fieldwork.choices import LIVE_STATES
from fieldwork.errors import TaskFinishesElsewhere
from fieldwork.models import Task
from fieldwork.querysets import SEEING_ROLES, WORKING_ROLES
from fieldwork.selectors.kinds import finish_page_of
from fieldwork.services.tasks import finish_task, start_task
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow

LONGEST_KEY = 100
KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER,
    description="The sender's own key: the same key again changes nothing and is answered alike.",
)  # fmt: skip


class TaskSerializer(GeoFeatureModelSerializer):
    """A task as a GeoJSON feature in WGS84."""

    point = GeometryField(read_only=True, precision=6)

    class Meta:
        model = Task
        geo_field = "point"
        fields = (
            "id", "kind", "title", "details", "address", "due_on", "priority", "state", "assignee", "crew",
            "target_id", "made_at", "started_at", "ended_at", "result", "version",
        )  # fmt: skip


class TaskStateSerializer(serializers.ModelSerializer[Task]):
    """What became of a task."""

    class Meta:
        model = Task
        fields = ("id", "state", "result", "started_at", "ended_at", "version")


class FinishSerializer(serializers.Serializer[Any]):
    """What came of it; the version that was shown, where somebody else's change shall refuse it."""

    result = serializers.CharField(max_length=2000, required=False, default="", allow_blank=True)
    version = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1)


class StartSerializer(serializers.Serializer[Any]):
    """The version that was shown."""

    version = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1)


class TaskFilter(django_filters.FilterSet):
    """Mine, those that wait, state, kind."""

    mine = django_filters.BooleanFilter(method="keep_mine")
    live = django_filters.BooleanFilter(method="keep_live")

    class Meta:
        model = Task
        fields = ("mine", "live", "state", "kind", "priority", "assignee", "crew")

    def keep_mine(self, tasks: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Keep what is given to whom asks, or to a crew of theirs."""
        return cast(Any, tasks).of(cast(Any, self.request).user) if value else tasks

    def keep_live(self, tasks: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        """Keep what waits, or what ended."""
        return tasks.filter(state__in=LIVE_STATES) if value else tasks.exclude(state__in=LIVE_STATES)


@allow(*SEEING_ROLES)
class TaskCollection(generics.ListAPIView[Any]):
    """Tasks as GeoJSON, due first: all for the office, one's own and one's crew's for people outside."""

    serializer_class = TaskSerializer
    filterset_class = TaskFilter
    queryset = Task.objects.none()

    def get_queryset(self) -> QuerySet[Task]:
        """Return what the user may see, with the point in WGS84."""
        if getattr(self, "swagger_fake_view", False):  # the description of the API is made without a user
            return Task.objects.none()
        tasks = Task.objects.visible_to(cast(User, self.request.user))
        return tasks.annotate(point=Transform("geom", 4326)).order_by(F("due_on").asc(nulls_last=True), "pk")


def _answer(request: Request, pk: int, act: Callable[[User, Task, str], Task]) -> Response:
    """Do the act on a task that the sender sees; a refusal is told by code and sentence."""
    user = cast(User, request.user)
    task = get_object_or_404(Task.objects.visible_to(user), pk=pk)
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise ValidationError({"Idempotency-Key": _("The key is longer than 100 characters.")})
    try:
        done = act(user, task, key)
    except TaskFinishesElsewhere as error:
        body = {"code": error.code, "detail": str(error), "url": error.url}
        return Response(body, status.HTTP_409_CONFLICT)
    except DomainError as error:
        return Response({"code": error.code, "detail": str(error)}, status.HTTP_409_CONFLICT)
    return Response(TaskStateSerializer(done).data)


@extend_schema_view(
    post=extend_schema(
        description="Begin a task.", request=StartSerializer, responses=TaskStateSerializer, parameters=[KEY]
    )
)
@allow(*WORKING_ROLES)
class TaskStart(APIView):
    """Begin a task."""

    def post(self, request: Request, pk: int) -> Response:
        """Begin; who began already is told so."""
        sent = StartSerializer(data=request.data)
        sent.is_valid(raise_exception=True)

        def start(user: User, task: Task, key: str) -> Task:
            return start_task(actor=user, task=task, key=key, version=sent.validated_data["version"])

        return _answer(request, pk, start)


@extend_schema_view(
    post=extend_schema(
        description="Finish a task with what came of it.", request=FinishSerializer,
        responses=TaskStateSerializer, parameters=[KEY],
    )
)  # fmt: skip
@allow(*WORKING_ROLES)
class TaskFinish(APIView):
    """Finish a task."""

    def post(self, request: Request, pk: int) -> Response:
        """Finish; a kind with a page of its own says where that is."""
        sent = FinishSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data

        def finish(user: User, task: Task, key: str) -> Task:
            elsewhere = finish_page_of(task)
            if elsewhere:
                raise TaskFinishesElsewhere(elsewhere)
            return finish_task(
                actor=user, task=task, result=given["result"], version=given["version"], key=key
            )

        return _answer(request, pk, finish)
