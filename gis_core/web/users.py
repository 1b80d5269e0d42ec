"""Pages of accounts and of the utility's particulars, for administrators."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gis_core.choices import STAFF_ROLES, Role
from gis_core.errors import DomainError
from gis_core.models import User, Utility
from gis_core.pages.access import allow
from gis_core.services.users import change_user, check_password, create_user
from gis_core.services.utility import UtilityDetails, register_utility

ROLE_CHOICES = [(role.value, role.label) for role in Role if role in STAFF_ROLES]


class AccountForm(forms.Form):
    """A colleague's account."""

    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Surname"), max_length=150)
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), choices=ROLE_CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    is_active = forms.BooleanField(label=gettext_lazy("The account is open"), required=False, initial=True)


class NewAccountForm(AccountForm):
    """A new account: with name, address and a first password."""

    username = forms.SlugField(label=gettext_lazy("User name"), max_length=60)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    password = forms.CharField(
        label=gettext_lazy("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters; the colleague changes it after signing in."),
    )
    field_order = ("username", "email", "first_name", "last_name", "password", "roles", "is_active")


class UtilityForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """The utility's particulars; the map's middle in degrees."""

    lon = forms.FloatField(label=gettext_lazy("Longitude of the map's middle"), min_value=19, max_value=30)
    lat = forms.FloatField(label=gettext_lazy("Latitude of the map's middle"), min_value=34, max_value=42)

    class Meta:
        model = Utility
        fields = (
            "name",
            "name_en",
            "afm",
            "address",
            "postcode",
            "city",
            "fault_phone",
            "email",
            "rf_organisation",
            "default_zoom",
        )


@allow(Role.ADMINISTRATOR, Role.AUDITOR)
@require_GET
def user_list(request: HttpRequest) -> HttpResponse:
    """List the accounts of the utility's people with their roles."""
    users = (
        User.objects.filter(user_roles__role__in=STAFF_ROLES)
        .distinct()
        .prefetch_related("user_roles")
        .order_by("last_name", "first_name")
    )
    is_admin = cast(User, request.user).has_any_role(Role.ADMINISTRATOR)
    return render(request, "gis_core/user_list.html", {"users": users, "is_admin": is_admin})


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def user_create(request: HttpRequest) -> HttpResponse:
    """Make an account."""
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data
        try:
            check_password(new["password"], User(username=new["username"], email=new["email"]))
            create_user(
                actor=cast(User, request.user),
                username=new["username"],
                email=new["email"],
                password=new["password"],
                first_name=new["first_name"],
                last_name=new["last_name"],
                roles=frozenset(Role(value) for value in new["roles"]),
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The account was made."))
            return redirect("gis_core:user_list")
    return _form_page(request, form, _("New account"))


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def user_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an account's name, roles, or shut it."""
    user = get_object_or_404(User, pk=pk)
    initial = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "is_active": user.is_active,
        "roles": [role.value for role in user.roles],
    }
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_user(
                actor=cast(User, request.user),
                user=user,
                first_name=form.cleaned_data["first_name"],
                last_name=form.cleaned_data["last_name"],
                is_active=form.cleaned_data["is_active"],
                roles=[Role(value) for value in form.cleaned_data["roles"]],
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The account was changed."))
            return redirect("gis_core:user_list")
    return _form_page(request, form, str(user))


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def utility(request: HttpRequest) -> HttpResponse:
    """Show and change the utility's particulars."""
    present = Utility.objects.first()
    initial: dict[str, Any] = {}
    if present is not None:
        middle = cast(Point, present.centre.transform(4326, clone=True))
        initial = {"lon": round(middle.x, 5), "lat": round(middle.y, 5)}
    form = UtilityForm(request.POST or None, instance=present, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in UtilityForm.Meta.fields}
        centre = Point(form.cleaned_data["lon"], form.cleaned_data["lat"], srid=4326)
        centre.transform(settings.STORAGE_SRID)
        register_utility(actor=cast(User, request.user), details=UtilityDetails(centre=centre, **values))
        messages.success(request, _("The utility's particulars were changed."))
        return redirect("gis_core:utility")
    return _form_page(request, form, _("The utility"))


def _form_page(request: HttpRequest, form: forms.BaseForm, title: str) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "gis_core/admin_form.html", {"form": form, "title": title}, status=status)
