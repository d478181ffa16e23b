"""Score tables for the page."""
