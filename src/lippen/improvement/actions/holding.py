"""Writers to one record of a plan wait for each other."""

from lippen.kernel.holding import hold

__all__ = ["hold"]
