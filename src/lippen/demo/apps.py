from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lippen.demo"
    label = "demo"
