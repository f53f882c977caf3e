"""The archive of every exchange as WARC, and the store made again from it."""
