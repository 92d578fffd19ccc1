from lippen.kernel.tests.sealed import trail, trail_server

__all__ = ["trail", "trail_server"]
