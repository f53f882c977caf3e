"""A small blogosphere, written for this project, and the loopback server that publishes it.

Every company, blogger and story here is invented. `blogs` reads the posts and their truth, `feeds` and `pages` turn
them into the formats of two decades of blogging, `site` answers for each host, `server` puts the hosts on 127.0.0.1.
"""
