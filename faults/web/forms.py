"""Forms of faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.contrib.gis.db.models.functions import Distance
from django.utils.translation import gettext_lazy as _

from faults.choices import FaultCategory, FaultPriority, PlaceSource
from faults.errors import TooManyPhotos
from faults.models import Fault
from faults.selectors.places import place_from_address, place_from_point, place_from_supply_number
from faults.services.reports import MOST_PHOTOS
from faults.types import Place
from gis_core.choices import Role
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.choosing import SearchInput
from gis_core.pages.days import MomentField
from network.models import Pipe
from network.selectors.choosing import ADDRESSES_URL_NAME

#: A file larger than this is not read into memory at all.
MAX_PHOTO_BYTES = 10 * 1024 * 1024


class PhotosInput(forms.FileInput):
    """A file control that takes several photos."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos in one control; gives their bytes."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """Return the content of every file that was chosen."""
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_PHOTOS:  # before any of them is read into memory
            raise forms.ValidationError(str(TooManyPhotos(MOST_PHOTOS)), code="too_many")
        contents = []
        for file in files:
            if (file.size or 0) > MAX_PHOTO_BYTES:
                raise forms.ValidationError(_("A photo may be at most 10 MB."), code="too_large")
            contents.append(file.read())
        return contents


class PlaceForm(forms.Form):
    """Where it is: a point, an address or a supply number."""

    place_source = forms.ChoiceField(choices=PlaceSource, required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    latitude = forms.FloatField(required=False, widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("Address"), required=False, max_length=200, widget=SearchInput(ADDRESSES_URL_NAME),
        help_text=_("Street and number; accents do not matter"),
    )  # fmt: skip
    supply_number = forms.CharField(label=_("Supply number"), required=False, max_length=30)
    category = forms.ChoiceField(choices=FaultCategory, required=False)

    place: Place | None = None

    def resolve(self) -> Place | None:
        """Return the place given, None when none was; raises PlaceUnknown or OutsideArea."""
        given = self.cleaned_data
        longitude, latitude = given.get("longitude"), given.get("latitude")
        if longitude is not None and latitude is not None:
            position = given.get("place_source") == PlaceSource.POSITION
            source = PlaceSource.POSITION if position else PlaceSource.MAP
            return place_from_point(longitude, latitude, source)
        if given.get("supply_number"):
            return place_from_supply_number(given["supply_number"])
        if given.get("address"):
            return place_from_address(given["address"])
        return None


class ReportForm(PlaceForm):
    """A whole report."""

    category = forms.ChoiceField(
        label=_("What is wrong?"), choices=FaultCategory, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )  # fmt: skip
    description = forms.CharField(
        label=_("Tell us more"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(label=_("Photos"), required=False)
    name = forms.CharField(label=_("Your name"), required=False, max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=20)
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    same_as = forms.IntegerField(required=False)
    known_shown = forms.CharField(required=False, max_length=400)
    proof = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Find the place; say beside the right field what is wrong with it."""
        super().clean()
        if self.data.get("website"):  # no person sees this control
            raise forms.ValidationError(_("The report could not be taken."), code="robot")
        try:
            self.place = self.resolve()
        except DomainError as error:
            self.add_error(self._place_field(), forms.ValidationError(str(error), code=error.code))
            return self.cleaned_data
        if self.place is None and "address" not in self.errors:
            self.add_error(
                "address", forms.ValidationError(_("Say where it is: write an address."), code="no_place")
            )
        return self.cleaned_data

    def _place_field(self) -> str:
        return "supply_number" if self.cleaned_data.get("supply_number") else "address"

    @property
    def key(self) -> UUID:
        """Return the form's key, a new one when none or nonsense came."""
        try:
            return UUID(str(self.data.get("request_key", "")))
        except ValueError:
            return uuid4()


class MessageForm(forms.Form):
    """What a reporter adds."""

    text = forms.CharField(
        label=_("Your message"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(label=_("Photos"), required=False)


class SayForm(forms.Form):
    """A state and words for those who follow the fault, or a note for colleagues."""

    state = forms.ChoiceField(label=_("State"), required=False)
    text = forms.CharField(
        label=_("Text"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    for_staff = forms.BooleanField(label=_("Only for colleagues"), required=False)

    def __init__(self, *args: Any, states: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the steps that the present state allows."""
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Leave as it is")), *states]


class WorkForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """Who goes, how soon, until when, which pipe."""

    expected_at = MomentField(label=_("Expected restoration"), required=False)
    pipe_code = forms.CharField(label=_("Pipe"), required=False, max_length=60)

    class Meta:
        model = Fault
        fields: ClassVar = ["assigned_to", "priority", "expected_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the technicians, show the present pipe by its code."""
        super().__init__(*args, **kwargs)
        workers = User.objects.filter(
            is_active=True, user_roles__role__in=[Role.TECHNICIAN, Role.PLANNER]
        ).distinct().order_by("last_name", "username")  # fmt: skip
        assigned = self.fields["assigned_to"]
        if isinstance(assigned, forms.ModelChoiceField):
            assigned.queryset = workers
            assigned.label = _("Goes there")
            assigned.empty_label = _("Nobody yet")
        self.fields["priority"].choices = FaultPriority.choices  # type: ignore[attr-defined]  # a ChoiceField
        if self.instance.pipe is not None:
            self.fields["pipe_code"].initial = self.instance.pipe.code

    def clean_pipe_code(self) -> Pipe | None:
        """Return the pipe of that code, the present one or the nearest when systems share it."""
        code = self.cleaned_data["pipe_code"].strip()
        if not code:
            return None
        present: Pipe | None = self.instance.pipe
        if present is not None and present.code == code:
            return present
        here = self.instance.geom
        near = Pipe.objects.filter(code=code, geom__dwithin=(here, 2_000))
        pipe: Pipe | None = near.order_by(Distance("geom", here), "pk").first()
        if pipe is None:
            raise forms.ValidationError(_("No pipe of this code lies near the fault."), code="no_pipe")
        return pipe
