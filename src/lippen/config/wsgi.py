"""The way in for the web server. It refuses to start with a page that has no declared policy."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lippen.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from lippen.web.access_table import check_every_route  # noqa: E402

check_every_route()

# What is loaded now stays: looking through it again and again for rubbish costs a fifth of a long page's time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
