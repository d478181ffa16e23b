"""Votes to ratings that a decision can rest on. Pure: NumPy and SciPy, importable alone."""
