"""Files that people send: looked at before they are opened, kept as rows."""
