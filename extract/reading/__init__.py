"""From a page and its feed entry to the text of a post: article.py is the way in."""
