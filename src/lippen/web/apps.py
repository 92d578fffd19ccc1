from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lippen.web"
    label = "web"
