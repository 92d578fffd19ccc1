"""What can go wrong with the database server, said so that a person can do something about it."""

from __future__ import annotations


class ServerProblem(Exception):
    """The database server cannot do what was asked; the message says what to do."""
