"""Looked-after children: where they live and on what ground, their reviews and visits, and the way to permanence."""
