"""The one-command stack: PostgreSQL, Temporal, worker and API as one process tree, without root, Docker or network."""
