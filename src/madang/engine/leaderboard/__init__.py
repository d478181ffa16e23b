"""Votes to boards, verdicts, records and the report."""
