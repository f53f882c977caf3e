"""Which item is which post: addresses in one spelling, identity, editions, copies."""
