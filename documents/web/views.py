"""Files given out to whom may see what they hang on."""

from typing import cast

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from documents.models import Attachment, OrderedFile
from documents.selectors.files import may_read, open_file
from documents.services.ordered_files import folder
from gis_core.models import User
from gis_core.pages.access import allow_signed_in, allow_staff

INLINE = frozenset(
    {
        "image/jpeg", "image/png", "application/pdf", "video/mp4", "video/webm", "audio/mp4", "audio/webm",
        "audio/mpeg", "audio/wav",
    }
)  # fmt: skip


@allow_signed_in
@require_GET
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file; what the user may not see, and what is lost, does not exist for them."""
    found = get_object_or_404(Attachment.objects.select_related("file", "content_type"), pk=pk)
    if not may_read(cast(User, request.user), found):
        raise Http404
    content = open_file(found.file)
    if content is None:
        raise Http404
    response = FileResponse(
        content,
        content_type=found.file.media_type,
        as_attachment=found.file.media_type not in INLINE,
        filename=found.name,
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@allow_staff
@require_GET
def ordered_file(request: HttpRequest, pk: int) -> FileResponse:
    """Give an ordered file to who ordered it, and to nobody else; what has expired is not there."""
    found = get_object_or_404(
        OrderedFile, pk=pk, owner=cast(User, request.user), expires_at__gt=timezone.now()
    )
    try:
        content = (folder() / found.path).open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type=found.media_type, as_attachment=True, filename=found.name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
