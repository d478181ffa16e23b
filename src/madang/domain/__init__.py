"""What Madang is about: contestants, battles, votes, people, and the errors they can meet.

Frozen values and their rules. No I/O and no library that does any; every other floor may import
this one, and this one imports none.
"""
