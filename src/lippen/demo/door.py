"""The demonstration's door as Django knows it: it remembers who came in by it, and in demo mode only."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class Door(ModelBackend):
    """Opens to nobody by itself: the page that lets people in names it. Outside demo mode its sessions are nobody's."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> AbstractBaseUser | None:
        return None

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        return super().get_user(user_id) if settings.LIPPEN_DEMO else None
