"""Votes and boards as files, out and in, and votes left out."""
