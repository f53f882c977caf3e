"""What feeds can hold: markup that wants to run, marks that turn text around, other scripts, words without end."""

from dataclasses import replace

from payloads import HOSTILE, PAYLOADS, TAGS, URLS

from reports.page import Report


def hostile(report: Report) -> Report:
    """The report with attacks in every text and address that comes from a feed."""
    nasty = [HOSTILE[number % len(HOSTILE)] for number in range(len(report.evidence))]
    titles = [HOSTILE[number % len(HOSTILE)] for number in range(len(report.posts))]
    return replace(
        report,
        query=HOSTILE[0],
        evidence=report.evidence.assign(
            quote=[f"{text} and still nobody calls me back about it {n}" for n, text in enumerate(nasty)],
            before=nasty,
            after=nasty,
            published=nasty,
            url="javascript:window.hacked=1",
        ),
        posts=report.posts.assign(title=titles, url="javascript:window.hacked=1", genre_reason=titles),
    )


def cycled(count: int, start: int, kinds: tuple[str, ...] = PAYLOADS) -> list[str]:
    """As many attacks, one after the other, from one of them on."""
    return [kinds[(start + number) % len(kinds)] for number in range(count)]


def everywhere(report: Report) -> Report:
    """A complete report with attacks in all that strangers, or whoever set the study up, may have written.

    Sixty sentences of the first posts, with what stands before and behind, and the posts set aside hold each at least once.
    """
    posts, first = len(report.posts), report.evidence.drop_duplicates("post").head(60)
    told = len(first)
    evidence = first.assign(
        quote=cycled(told, 0), before=cycled(told, told), after=cycled(told, 2 * told), url=cycled(told, 0, URLS),
        blog=[f"{text[:50]} {number}" for number, text in enumerate(cycled(told, 90))], rule=cycled(told, 120),
        published=cycled(told, 60), cause=[("resolution", "courtesy")[n % 2] for n in range(told)],
    )  # fmt: skip
    aside = [*range(3 * told, len(PAYLOADS)), *range(40)]
    spoken = [PAYLOADS[aside[(number - 70) % len(aside)]] for number in range(posts)]
    attacked = report.posts.assign(
        title=spoken, genre_reason=cycled(posts, 40), url=cycled(posts, 0, URLS), published=cycled(posts, 7),
        genre=["experience" if number < 70 else "promo" for number in range(posts)], duplicate_of=None,
    )  # fmt: skip
    listed = {
        name: frame.assign(
            title=cycled(len(frame), start), url=cycled(len(frame), start, URLS), causes=cycled(len(frame), start + 20),
            blog=cycled(len(frame), start + 40), published=cycled(len(frame), start + 60), outcomes=cycled(len(frame), start),
        )
        for start, name, frame in ((0, "thank", report.thank), (100, "answer_first", report.answer_first))
    }  # fmt: skip
    listed["answer_first"] = listed["answer_first"].assign(reasons=cycled(len(report.answer_first), 150))
    names = {
        name: PAYLOADS[(31 * n) % len(PAYLOADS)] or "-" for n, name in enumerate(report.segments["segment"].unique())
    }
    return replace(
        report, study=TAGS[0], query=TAGS[5], note=TAGS[8], command=TAGS[9], coder=TAGS[10], run=TAGS[1], evidence=evidence,
        posts=attacked, segments=report.segments.assign(segment=report.segments["segment"].map(names)), **listed,
    )  # fmt: skip


FOREIGN = (
    "لم يتصل بي أحد منذ ثلاثة أسابيع، ولا أحد يعرف أين الطرد الذي دفعت ثمنه.",
    "W" * 900,
    "三周过去了没有人给我回电话我付了钱的包裹在哪里也没有人知道" * 12,
    "👩‍👩‍👧‍👦🇩🇪 nobody 😡😡😡 called back for three whole weeks 🙃",
    "Müller & Söhne GmbH “<3” said it’s fine — O'Brien's (AT&T) never did, not once.",
)


def foreign(report: Report) -> Report:
    """The report with other scripts, emoji and words without end in every text that comes from a feed."""
    texts = [FOREIGN[number % len(FOREIGN)] for number in range(len(report.evidence))]
    titles = [FOREIGN[number % len(FOREIGN)] for number in range(len(report.posts))]
    numbered = [f"{text} {number}" for number, text in enumerate(texts)]
    return replace(
        report,
        query="x" * 3000,
        evidence=report.evidence.assign(quote=numbered, before=texts, after=texts),
        posts=report.posts.assign(title=titles, genre_reason=titles),
    )
