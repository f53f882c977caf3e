"""When a feed is asked again: its rhythm, its publisher's wishes, its failures."""
