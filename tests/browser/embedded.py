"""For walks with the real model that comes along, which has two cores here and all the time."""

SETTINGS = """
presets = false
ollama_url = "http://127.0.0.1:9"
first_word_seconds = 240
silence_seconds = 240
"""
PATIENCE = 240_000
