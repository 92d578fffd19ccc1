"""The site's addresses as they are in demo mode."""

from django.urls import include, path

from lippen.web.urls import handler400, handler403, handler404, handler500  # noqa: F401
from lippen.web.urls import urlpatterns as of_the_site

urlpatterns = [*of_the_site, path("demo/", include("lippen.demo.screens.urls"))]
