"""What feeds can hold: markup that wants to run, marks that turn text around, other scripts, words without end."""

from dataclasses import replace

from reports.page import Report

HOSTILE = (
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "</style><img src=x onerror=window.hacked=1>",
    '" onmouseover="window.hacked=1',
    "'><svg onload=window.hacked=1>",
    "{{ 7 * 7 }}{% include 'page.js' %}",
    "<!--\u2028]]>&lt;b&gt;",
    "\u202egnihtyreve nrut\u2066 \x07",
)


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
