"""The register of parties for machines, with the rights of the pages."""

from typing import cast

import django_filters
from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView

from gis_core.models import User
from gis_core.pages.access import allow
from parties.api.serializers import PartySerializer
from parties.choices import PartyKind
from parties.models import Party
from parties.querysets import PARTY_ROLES, PartyQuerySet


class PartyFilter(django_filters.FilterSet):
    """Search by words and kind."""

    q = django_filters.CharFilter(method="search")
    kind = django_filters.ChoiceFilter(choices=PartyKind.choices)

    class Meta:
        model = Party
        fields = ("q", "kind")

    def search(self, rows: PartyQuerySet, name: str, value: str) -> PartyQuerySet:
        """Find without accents and case, in either alphabet."""
        return rows.matching_for(value, cast(User, self.request.user))


def _rows(view: ListAPIView[Party] | RetrieveAPIView[Party]) -> QuerySet[Party]:
    if getattr(view, "swagger_fake_view", False):  # the description of the API is made without a user
        return Party.objects.none()
    return (
        Party.objects.visible_to(cast(User, view.request.user)).in_greek_order().prefetch_related("contacts")
    )


@allow(*PARTY_ROLES)
class PartyList(ListAPIView[Party]):
    """Persons and organisations in Greek order."""

    serializer_class = PartySerializer
    filterset_class = PartyFilter

    def get_queryset(self) -> QuerySet[Party]:
        """Return what the user may see."""
        return _rows(self)


@allow(*PARTY_ROLES)
class PartyDetail(RetrieveAPIView[Party]):
    """One person or organisation."""

    serializer_class = PartySerializer

    def get_queryset(self) -> QuerySet[Party]:
        """Return what the user may see."""
        return _rows(self)
