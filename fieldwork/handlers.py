"""What other apps ask of fieldwork."""

from documents.selectors.files import register_reader
from fieldwork.models import Task
from fieldwork.selectors.tasks import may_read_task_file

register_reader(
    "fieldwork.task",
    may_read_task_file,
    visible=lambda user: Task.objects.visible_to(user).values("pk"),
    url_name="fieldwork:task_detail",
)
