"""The performance table: each measure against its limit, in one run, equal results checked first."""
