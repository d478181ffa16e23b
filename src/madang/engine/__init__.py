"""What Madang does, a room for each part of it; docs/architecture.md says which may use which."""
