"""Sentences of which tests make posts: each has something that a coder could stumble over."""

SAID = [
    "I called support on Monday.",
    "They promised to call me back but never did.",
    "I was on hold for an hour!",
    "The man was rude — and hung up on me.",
    "“We are very sorry for the delay and have refunded you,” said the mail.",
    "> It was fixed.",
    "The İstanbul office sent me a replacement the next day.",
    "It’s *still* broken.",
    "She replied within ten minutes and fixed it for free.",
    "I highly recommend them.",
    "I will never buy from them again.",
    "UPDATE: it works now.",
    "The weather was fine.",
]
