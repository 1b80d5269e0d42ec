"""What readings are held against, and what was found and decided."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meters.choices import HOLDING_FLAGS, FlagState, PositionAnswer, ReadingCheck, SeasonKind, UseKind
from meters.models.meter import Installation
from meters.models.reading import Reading


@pghistory.track()
class CheckSetting(models.Model):
    """Whether a rule is on and with what parameters; rows without use or season hold for the rest."""

    check_code = models.CharField(_("rule"), max_length=20, choices=ReadingCheck)
    use = models.CharField(_("use"), max_length=12, choices=UseKind, blank=True, default="")
    season = models.CharField(_("season"), max_length=10, choices=SeasonKind, blank=True, default="")
    is_on = models.BooleanField(_("on"), default=True)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)

    class Meta:
        verbose_name = _("setting of a reading check")
        verbose_name_plural = _("settings of reading checks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_code", "use", "season"], name="check_setting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_check_code_display()} {self.use} {self.season}".strip()


@pghistory.track()
class ReadingFlag(models.Model):
    """A rule that a reading fell under, the figures that it saw, and what a person decided."""

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="flags")
    check_code = models.CharField(_("rule"), max_length=20, choices=ReadingCheck)
    facts = models.JSONField(_("figures"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=FlagState, default=FlagState.OPEN, db_default=FlagState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decided_flags"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_note = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(_("found"), auto_now_add=True)

    class Meta:
        verbose_name = _("exception of a reading")
        verbose_name_plural = _("exceptions of readings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading", "check_code"], name="reading_flag_once"),
            models.CheckConstraint(
                condition=Q(check_code__in=ReadingCheck.values), name="reading_flag_known"
            ),
            models.CheckConstraint(
                condition=Q(state=FlagState.OPEN) | Q(decided_at__isnull=False), name="reading_flag_decided"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["reading"], condition=Q(state__in=HOLDING_FLAGS), name="reading_flag_holding"
            ),
            models.Index(fields=["state", "created_at"], name="reading_flag_state"),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id}: {self.get_check_code_display()}"


@pghistory.track()
class PositionQuestion(models.Model):
    """A meter that seems to have moved: where it was, where it was met, for a person to decide."""

    installation = models.ForeignKey(Installation, models.PROTECT, related_name="position_questions")
    reading = models.ForeignKey(
        Reading, models.PROTECT, null=True, blank=True, related_name="position_questions"
    )
    geom = models.PointField(_("where it was met"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_accuracy_m = models.FloatField(_("accuracy (m)"), null=True, blank=True)
    moved_m = models.FloatField(_("moved by (m)"))
    answer = models.CharField(
        _("decision"), max_length=10, choices=PositionAnswer, default=PositionAnswer.OPEN,
        db_default=PositionAnswer.OPEN,
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decided_positions"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("question of a position")
        verbose_name_plural = _("questions of positions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["installation"],
                condition=Q(answer=PositionAnswer.OPEN),
                name="position_question_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.installation_id}: {self.moved_m:.0f} m"
