"""The embedded server's configuration, written anew at each start."""

from __future__ import annotations

from lippen.server.places import Places

FILE = "lippen.conf"

COMMON = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # a failing statement holds people's words: never in a log
    "log_error_verbosity": "terse",  # nor its detail, which quotes the row
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "128MB",
    "max_connections": "120",
}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
}
DURABLE = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "archive_mode": "on",
    "archive_timeout": "300",
}


def write(at: Places, *, fast: bool, more: dict[str, str] | None = None) -> None:
    """Write the settings of this start beside the data."""
    settings = COMMON | {"unix_socket_directories": str(at.socket)} | (FAST if fast else durable(at)) | (more or {})
    lines = [f"{name} = {quoted(value)}\n" for name, value in settings.items()]
    path = at.data / FILE
    path.write_text("".join(lines))
    at.give(path)


def durable(at: Places) -> dict[str, str]:
    """Settings that lose nothing acknowledged, with the log kept for restoring to a chosen second."""
    return DURABLE | {"archive_command": archive_command(at)}


def archive_command(at: Places) -> str:
    """Copy one finished piece of the log, never over another; before the first base backup there is no need."""
    base, target = shell(at.backup / "base"), shell(at.backup / "wal" / "%f")
    half = shell(at.backup / "wal" / "%f.half")
    copy = f'test ! -f {target} && cp "%p" {half} && mv {half} {target}'
    return f'test ! -d {base} || cmp -s "%p" {target} || ({copy})'


def shell(path: object) -> str:
    """A path between quotation marks for the shell."""
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`") + '"'


def quoted(value: str) -> str:
    """A value as postgresql.conf writes it."""
    return "'" + value.replace("'", "''") + "'"
