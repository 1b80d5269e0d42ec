"""Forms of tasks and crews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.services.images import MAX_BYTES
from fieldwork.choices import TaskPriority
from fieldwork.models import Crew, Task
from fieldwork.registry import list_kinds_to_make
from fieldwork.selectors.tasks import list_takers
from fieldwork.services.notes import MOST_PHOTOS
from gis_core.domain.coordinates import DEGREES, move_point
from gis_core.models import User
from gis_core.pages.days import DayField

#: How far from the origin of EPSG:2100 a place on its land can lie, in metres.
FARTHEST_M = 1e8


class PhotosInput(forms.FileInput):
    """A control that takes several photos; phones open the camera or the album."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos in one control; gives their bytes."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """Return the content of every file that was chosen."""
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_PHOTOS:  # before any of them is read into memory
            raise forms.ValidationError(_("Too many photos."), code="too_many")
        if any((file.size or 0) > MAX_BYTES for file in files):
            raise forms.ValidationError(_("A photo may be at most 10 MB."), code="too_large")
        return [file.read() for file in files]


class TakerForm(forms.Form):
    """Who goes there: a person, a crew, or both; neither takes it back."""

    assignee = forms.ModelChoiceField(
        label=pgettext_lazy("task", "Person"), queryset=User.objects.none(), required=False, empty_label="—"
    )
    crew = forms.ModelChoiceField(
        label=_("Crew"), queryset=Crew.objects.none(), required=False, empty_label="—"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those who go out and the crews at work."""
        super().__init__(*args, **kwargs)
        people, crews = self.fields["assignee"], self.fields["crew"]
        people.queryset = list_takers()  # type: ignore[attr-defined]  # both are fields of rows
        crews.queryset = Crew.objects.filter(is_active=True)  # type: ignore[attr-defined]  # as above


class TaskForm(TakerForm):
    """A new task made by hand."""

    kind = forms.ChoiceField(label=_("Kind"))
    title = forms.CharField(label=_("What is to be done"), max_length=200)
    details = forms.CharField(
        label=_("Details"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    due_on = DayField(label=pgettext_lazy("task", "Due"), required=False)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=TaskPriority.choices, initial=TaskPriority.NORMAL
    )

    field_order = ("kind", "title", "details", "address", "due_on", "priority", "assignee", "crew")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Offer the kinds that the user may make."""
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, str(kind.title)) for kind in list_kinds_to_make(user)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # it is a choice field

    def point(self) -> Point | None:
        """Return the place that was tapped (EPSG:2100), None where none was."""
        longitude, latitude = self.cleaned_data["longitude"], self.cleaned_data["latitude"]
        if longitude is None or latitude is None:
            return None
        x, y = move_point(longitude, latitude, source=DEGREES, target=settings.STORAGE_SRID)
        if abs(x) > FARTHEST_M or abs(y) > FARTHEST_M:
            return None
        return Point(x, y, srid=settings.STORAGE_SRID)


class TaskChangeForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """What the office says anew."""

    due_on = DayField(label=pgettext_lazy("task", "Due"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Task
        fields = ("title", "details", "due_on", "priority")
        widgets: ClassVar = {"details": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep the version that was shown."""
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version


class FinishForm(forms.Form):
    """What came of it, with photos."""

    result = forms.CharField(
        label=_("What was done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(label=_("Photos"), required=False)
    key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """Words and photos while the work goes on."""

    text = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    photos = PhotosField(label=_("Photos"), required=False)
    key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)


class CrewForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """A crew and its people."""

    members = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("crew", "People"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Crew
        fields = ("code", "name", "members", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those who go out."""
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = list_takers()  # type: ignore[attr-defined]  # a field of rows
