"""Researchers' own texts: files of any size, read and coded one at a time."""
