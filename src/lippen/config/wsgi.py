"""The way in for the web server. It refuses to start with a page that has no declared policy."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lippen.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from lippen.web.access_table import check_every_route  # noqa: E402

check_every_route()
