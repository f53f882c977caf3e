"""What people asked for: what is forgotten, kept out or not named."""
