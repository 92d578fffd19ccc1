"""The `lippen` command."""
