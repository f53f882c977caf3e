"""Queries, and which posts they match: one at a time, or thousands at once."""
