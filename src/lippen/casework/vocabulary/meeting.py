"""Meetings with the family, and their rooms."""

from __future__ import annotations

from enum import StrEnum


class Supervision(StrEnum):
    """Who is there when a child meets their family."""

    SUPERVISED = "supervised"
    SUPPORTED = "supported"
    NONE = "none"


SUPERVISION_WORDS = {
    Supervision.SUPERVISED: "Supervised: somebody of ours is in the room all the time",
    Supervision.SUPPORTED: "Supported: somebody of ours is near by",
    Supervision.NONE: "Nobody of ours is there",
}
SUPERVISED_SHORT = {
    Supervision.SUPERVISED: "supervised",
    Supervision.SUPPORTED: "supported",
    Supervision.NONE: "not supervised",
}


class RoomFeature(StrEnum):
    """What a contact room has."""

    STEP_FREE = "step_free"
    KITCHEN = "kitchen"
    GARDEN = "garden"
    TOYS = "toys"
    CHANGING = "changing"
    WINDOW = "window"
    QUIET = "quiet"


FEATURE_WORDS = {
    RoomFeature.STEP_FREE: "No steps",
    RoomFeature.KITCHEN: "Kitchen",
    RoomFeature.GARDEN: "Garden",
    RoomFeature.TOYS: "Toys",
    RoomFeature.CHANGING: "Changing table",
    RoomFeature.WINDOW: "A window to watch through",
    RoomFeature.QUIET: "Quiet",
}
