"""Blind battles: a pair is drawn, both write, what may be seen is let out, a vote is cast."""
