"""Who may be drawn: contestants from the settings and from what is found, each with its provider.

Keys are read from the environment here, once, and handed to the providers; they are kept nowhere
else. How a vendor is asked is the provider's business.
"""

from __future__ import annotations
