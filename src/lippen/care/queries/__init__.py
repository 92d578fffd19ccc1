"""What can be seen of looked-after children."""
