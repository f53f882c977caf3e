"""Where feeds and older posts are: pages, sitemaps, histories, hubs. Bytes in, records out."""
