"""Days as people type them."""

from lippen.design.days import DayField, day_in, in_figures

__all__ = ["DayField", "day_in", "in_figures"]
