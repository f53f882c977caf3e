"""The outside: Prefect flows, the store, the archive, settings and the command line. Read study.py first."""
