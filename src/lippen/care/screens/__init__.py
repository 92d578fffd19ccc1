"""The pages of looked-after children; `urls.py` is their contents page."""
