"""The site's pages with the public ones, as where a council turns them on."""

from __future__ import annotations

from django.urls import include, path

from lippen.web.urls import handler400, handler403, handler404, handler500
from lippen.web.urls import urlpatterns as always

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [*always, path("public/papers/", include("lippen.web.screens.public_urls"))]
