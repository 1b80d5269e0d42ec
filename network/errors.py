"""Refusals of the network."""

from gis_core.errors import DomainError


class NetworkError(DomainError):
    """A refusal of the network."""

    code = "network_error"


class NetworkFileError(NetworkError):
    """A file as a whole cannot be taken; its code says which fault."""

    code = "network_file"


class SystemExistsError(NetworkError):
    """A supply system of this code is there already."""

    code = "system_exists"


class SystemInUseError(NetworkError):
    """Something hangs on the supply system, so that it cannot be replaced."""

    code = "system_in_use"


class StreetFileError(NetworkError):
    """A file of streets as a whole cannot be taken."""

    code = "street_file"


class PipeEditError(NetworkError):
    """An edit would break the pipe."""

    code = "pipe_edit"


class ZoneError(NetworkError):
    """An area is no zone."""

    code = "zone"
