"""How each vendor's model is asked, one wire format a file.

A provider turns a `Request` into a stream of events and every failure into an `UpstreamError`. It
knows nothing of battles, and nothing of the store.
"""
