"""The network: fetching politely and safely. Only fetch and transport open connections; all else is pure."""
