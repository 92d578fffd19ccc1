from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "lippen.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
