"""What is kept: SQLAlchemy tables, one repository an aggregate, Alembic migrations."""
