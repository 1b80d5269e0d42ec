"""Lists as people keep them: columns, filters and order under a name, and the one that opens first."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_core.choices import Role
from gis_core.querysets import SavedListQuerySet


class SavedList(models.Model):
    """A list page's columns, filters and order under a name; the rows stay those that who opens it may see."""

    list_name = models.CharField(
        _("list"), max_length=120, help_text=_("The page, for example meters:connection_list")
    )
    title = models.CharField(_("title"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_lists")
    columns = ArrayField(models.CharField(max_length=80), verbose_name=_("columns"), default=list, blank=True)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    order = ArrayField(
        models.CharField(max_length=80), verbose_name=_("order of rows"), default=list, blank=True
    )
    shared_with = ArrayField(
        models.CharField(max_length=20, choices=Role), verbose_name=_("shared with"), default=list, blank=True
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved list")
        verbose_name_plural = _("saved lists")
        ordering = ("title", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list_name", "owner", "title"], name="saved_list_title_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="saved_list_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class SavedListStart(models.Model):
    """The saved list that one person's page opens with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="list_starts")
    list_name = models.CharField(_("list"), max_length=120)
    saved_list = models.ForeignKey(SavedList, models.CASCADE, related_name="starts")

    class Meta:
        verbose_name = _("start of a list")
        verbose_name_plural = _("starts of lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "list_name"], name="saved_list_start_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.saved_list}"
