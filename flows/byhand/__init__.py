"""The hand loop: samples, sheets, people's codings, agreement, decisions."""
