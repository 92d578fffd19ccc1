"""Other systems' files about looked-after children, as plain rows."""
