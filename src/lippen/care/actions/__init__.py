"""What people do about looked-after children."""
