"""Asking feeds, pages, histories and hubs, once or for weeks, into the store and the archive."""
