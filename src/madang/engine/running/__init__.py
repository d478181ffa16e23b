"""Artifacts: kept, edited, shared, and run."""
