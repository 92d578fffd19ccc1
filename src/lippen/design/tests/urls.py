"""Just enough addresses for the gallery's furniture."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


web = ([path("", nothing, name="home"), path("accessibility", nothing, name="accessibility")], "web")
urlpatterns = [path("", include(web)), path("sign-out", nothing, name="account_logout")]
