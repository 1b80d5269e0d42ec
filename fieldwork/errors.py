"""What can be wrong with a task or with work on it."""

from django.utils.translation import gettext_lazy as _

from gis_core.errors import DomainError


class TaskStepNotAllowed(DomainError):
    """The task cannot go from its state to the one asked for."""

    code = "task_step_not_allowed"


class TaskChanged(DomainError):
    """Somebody else changed the task since it was shown."""

    code = "task_changed"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("Somebody else changed this task meanwhile. Look at it again."))


class TaskIncomplete(DomainError):
    """A task without what it is about, of a kind nobody knows, or given to who cannot take it."""

    code = "task_incomplete"


class TaskFinishesElsewhere(DomainError):
    """Tasks of this kind are done by an act of their own, which asks for more than words."""

    code = "task_finishes_elsewhere"

    def __init__(self, url: str) -> None:
        """Keep the address of the page that finishes it."""
        super().__init__(_("This task is finished on its own page, where what was done is written down."))
        self.url = url


class TaskKeyReused(DomainError):
    """A key that came before with another act."""

    code = "task_key_reused"

    def __init__(self) -> None:
        """Say it."""
        super().__init__(_("This key came before with something else."))


class NothingWritten(DomainError):
    """A note without text or photo."""

    code = "task_nothing_written"

    def __init__(self) -> None:
        """Say it."""
        super().__init__(_("Write something or add a photo."))


class TooManyTaskPhotos(DomainError):
    """More photos than a task takes."""

    code = "task_too_many_photos"

    def __init__(self, most: int) -> None:
        """Say how many are taken."""
        super().__init__(_("At most %(most)d photos can be kept on a task.") % {"most": most})
