"""Prompts side by side, and contestants made of them."""
