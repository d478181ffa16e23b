"""Madang: blind battles between AI models, judged by the people who use them.

Importing this package does nothing: no file, no socket, no settings. Start at `madang.cli.main`
(the commands) or `madang.api.app.create_app` (the server).
"""

__version__ = "0.1.0"
