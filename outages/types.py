"""Values that cross the layers of outages."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import MultiPolygon

from outages.choices import AreaSource, OutageKind


@dataclass(frozen=True)
class OutagePlan:
    """What a planner writes down of a cut or works; the area is in EPSG:2100."""

    kind: OutageKind
    title: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    area: MultiPolygon
    area_source: AreaSource
    area_note: str = ""
    instructions: str = ""
    isolation: str = ""  # the question, where the area is that of an isolation
    pipe_ids: tuple[int, ...] = ()  # its answer: the connections on them are touched, and no others


@dataclass(frozen=True)
class NoticePreview:
    """What approval would send: how many messages over each channel, and a sample of the text."""

    emails: int
    sms: int
    without_contact: int  # connections whose payer cannot be reached, or that have none
    subject: str
    email_text: str
    sms_text: str
