"""Claims: what may be said, on which rows it rests, and what a page says read back."""
