"""Find, fetch and read blog posts.

The package turns web addresses into :class:`extract.post.Post` records: ``sources`` reads feeds, ``query`` decides
which entries matter, ``fetch`` asks for pages politely, ``article`` finds the text in a page, and ``duplicates``
groups copies.  Nothing here writes to disk, reads a clock or reads the environment.
"""
