"""The embedded PostgreSQL: its launcher, roles, grants, set-up, backup, and the server that the tests use."""
