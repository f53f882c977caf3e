"""What people ask for: what is forgotten, kept out or not named, and what publishers do not want kept."""
