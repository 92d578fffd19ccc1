"""The first version of the interface for other systems."""
