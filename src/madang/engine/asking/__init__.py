"""Whom Madang asks, what they are sent, and what they write."""
