"""A seeded blogosphere that does to guids, links and texts what real ones do, and knows which item is which post.

Blogs publish in rounds; in each round their own feeds, tag and category feeds, search feeds and planets are polled. What a
feed shows is a list of entries, each with the number of the post that it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from habits import ALONE, HABITS, PLAIN, Blog, Post

from extract.post import Entry

START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
ROUND = timedelta(days=2)
SHOWN = 10  # items in a feed
WORDS = [f"{a}{b}{c}" for a in "bcdfgklmnprst" for b in "aeiou" for c in ("n", "rd", "st", "lk", "mp", "sh", "v", "x")]
Told = list[tuple[Entry, int]]  # what a feed shows: its items and the numbers of their posts


@dataclass
class Blogosphere:
    """Blogs of every habit, and the feeds that show their posts."""

    seed: int
    blogs: list[Blog] = field(default_factory=list)
    count: int = 0
    edited: int = 0

    def __post_init__(self) -> None:
        """Found the blogs: two of each habit and more of those without one."""
        self.dice = Random(self.seed)
        habits = [*HABITS, *HABITS, *(PLAIN * 6)]
        self.blogs = [Blog(number, habit) for number, habit in enumerate(habits)]

    def publish(self, turn: int) -> None:
        """Every blog publishes some posts and edits some that it has."""
        for blog in self.blogs:
            for _ in range(self.dice.randint(2, 6)):
                blog.posts.append(self._post(blog, turn, len(blog.posts) + 1))
            for place in range(max(0, len(blog.posts) - SHOWN), len(blog.posts) - 3):
                if self.dice.random() < 0.06:
                    blog.posts[place] = self._edit(blog, blog.posts[place])

    def feeds(self, turn: int) -> Iterator[tuple[str, Told]]:
        """Every feed of the round, in an order of its own, by its address."""
        found = [(f"http://{blog.host}/feed", self._own(blog, turn)) for blog in self.blogs]
        for blog in self.blogs:
            if blog.habit in PLAIN:
                found += [
                    (f"http://{blog.host}/{kind}/service/feed", self._part(blog, turn, kind))
                    for kind in ("tag", "category")
                ]
        open_ = [blog for blog in self.blogs if blog.habit not in ALONE]
        for number in range(3):
            found.append((f"http://search{number}.example/rss?q=service", self._search(open_[number::2], turn, number)))
        for number in range(2):
            found.append((f"http://planet{number}.example/rss.xml", self._planet(open_[number::3], turn, number)))
        self.dice.shuffle(found)
        yield from found

    def _post(self, blog: Blog, turn: int, place: int) -> Post:
        self.count += 1
        published = START + turn * ROUND + timedelta(minutes=self.dice.randint(0, 2_000))
        text = " ".join(self.dice.choices(WORDS, k=self.dice.randint(25, 160)))
        title = " ".join(self.dice.choices(WORDS, k=self.dice.randint(2, 7))).capitalize()
        if place % 7 == 0:
            title = "Weekly links"
        if place % 11 == 0:  # the same words again and again
            title, text = "Open thread", "Say what you like about service. " * 5 + f"This is thread {blog.number}."
        about = ""
        if blog.habit == "links" and place % 2 and place % 11:
            other = self.dice.choice([one for one in self.blogs if one.habit in PLAIN])
            if other.posts:
                its = other.posts[-1]
                title, about = its.title, HABITS[other.habit](other, its, turn)[1]
        slug = f"{title.lower().replace(' ', '-')}-{self.count}"
        return Post(self.count, blog.number, place, title, text, published, slug, about=about)

    def _edit(self, blog: Blog, post: Post) -> Post:
        self.edited += 1
        words = post.text.split()
        words[self.dice.randrange(len(words))] = self.dice.choice(WORDS) + "ed"
        title = f"{post.title} (updated)" if self.dice.random() < 0.3 and blog.habit != "none" else post.title
        return replace(
            post,
            title=title,
            text=" ".join([*words, "Update:", *self.dice.choices(WORDS, k=4)]),
            edition=post.edition + 1,
        )

    def _own(self, blog: Blog, turn: int) -> Told:
        shown = blog.posts[-1:] if blog.habit == "today" else blog.posts[-SHOWN:]
        told = []
        for post in reversed(shown):
            guid, link = HABITS[blog.habit](blog, post, turn)
            teased = blog.habit == "number"
            body = f"<p>{post.text[:200]} [...]</p>" if teased else self._body(post, turn)
            told.append((self._entry(f"http://{blog.host}/feed", guid, link, post, body, not teased), post.number))
        return told

    def _part(self, blog: Blog, turn: int, kind: str) -> Told:
        chosen = [post for post in blog.posts[-2 * SHOWN :] if post.number % 2 or kind == "tag"][-SHOWN:]
        told = []
        for post in reversed(chosen):
            guid, link = HABITS[blog.habit](blog, post, turn)
            tracked = f"{link}{'&' if '?' in link else '?'}utm_source={kind}"
            url = f"http://{blog.host}/{kind}/service/feed"
            told.append((self._entry(url, guid, tracked, post, self._body(post, turn), True), post.number))
        return told

    def _search(self, blogs: list[Blog], turn: int, number: int) -> Told:
        told = []
        for blog in blogs:
            for post in blog.posts[-2:]:
                link = HABITS[blog.habit](blog, post, turn)[blog.habit != "links"]
                other = link if "://www." in link or "feedproxy" in link else link.replace("http://", "https://www.")
                bare, sign, anchor = link.partition("#")
                ways = (link, other, f"{bare}{'&' if '?' in link else '?'}ref=search{sign}{anchor}")
                snippet = f"<b>{' '.join(post.text.split()[3:40])}</b> ..."
                shown = replace(post, title=f"{post.title} - {blog.host}")
                url = f"http://search{number}.example/rss?q=service"
                told.append(
                    (self._entry(url, f"s{number}-{post.number}", ways[number], shown, snippet, False), post.number)
                )
        return told

    def _planet(self, blogs: list[Blog], turn: int, number: int) -> Told:
        told = []
        for blog in blogs:
            for post in blog.posts[-3:]:
                guid, link = HABITS[blog.habit](blog, post, turn)
                url = f"http://planet{number}.example/rss.xml"
                guid = f"http://planet{number}.example/{post.number}" if number and blog.habit != "links" else guid
                shown = replace(post, title=f"Blog {blog.number}: {post.title}")
                told.append((self._entry(url, guid, link, shown, self._body(post, turn), True), post.number))
        return told

    def _body(self, post: Post, turn: int) -> str:
        """A full text with what changes without an edit."""
        return (
            f"<p>{post.text}</p>\n<img src='http://pixel.example/{turn}.gif' width=1>"
            f"<p>{turn * post.number % 50} comments</p><div class='feedflare'><a href='#'>Share {turn}</a></div>"
        )

    def _entry(self, feed: str, guid: str, link: str, post: Post, body: str, whole: bool) -> Entry:
        raw = post.published.strftime("%a, %d %b %Y %H:%M:%S GMT")
        content, summary = (body, "") if whole else ("", body)
        return Entry(feed, guid, link, post.title, "", post.published, raw, summary, content, "stated")
