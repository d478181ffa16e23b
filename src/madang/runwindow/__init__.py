"""Reply text to artifacts, artifact to a runnable document and its headers. Pure."""
