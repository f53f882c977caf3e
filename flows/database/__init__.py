"""The store: tables, rows, pending work, and how answers become rows."""
