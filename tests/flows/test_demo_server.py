"""The demo's blogosphere behaves like the web it stands for, and like itself every time."""
