"""Filters of the office's list of faults."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from faults.choices import FaultCategory, FaultPriority, FaultState
from faults.models import Fault
from gis_core.models import User

#: What "open" means beside the single states.
STATES = [("open", pgettext_lazy("faults", "Open")), *FaultState.choices]


def _workers(request: object) -> QuerySet[User]:
    """Return those to whom a fault is given now or was."""
    return User.objects.filter(faults_assigned__isnull=False).distinct().order_by("last_name", "username")


class FaultFilter(django_filters.FilterSet):
    """State, category, priority, who goes there."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=STATES, method="filter_state")
    category = django_filters.ChoiceFilter(label=_("What"), choices=FaultCategory.choices)
    priority = django_filters.ChoiceFilter(label=_("Priority"), choices=FaultPriority.choices)
    assigned_to = django_filters.ModelChoiceFilter(label=_("Goes there"), queryset=_workers)
    mine = django_filters.BooleanFilter(label=_("Mine"), method="filter_mine", widget=forms.CheckboxInput)

    class Meta:
        model = Fault
        fields = ("state", "category", "priority", "assigned_to")

    def filter_state(self, faults: QuerySet[Fault], _name: str, value: str) -> QuerySet[Fault]:
        """Keep one state, or all that still need someone."""
        if value == "open":
            return faults.exclude(state__in=[FaultState.RESTORED, FaultState.REJECTED])
        return faults.filter(state=value)

    def filter_mine(self, faults: QuerySet[Fault], _name: str, value: bool) -> QuerySet[Fault]:
        """Keep what is given to whom looks."""
        return faults.filter(assigned_to=self.request.user) if value else faults
