"""Texts that people write down themselves, as posts."""

from extract.reading import written


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    told = written.markdown(
        "# Kettle\n\nI **rang** them [twice](http://a.example)\nin `May`.\n\n- one\n- ~~two~~\n\n> three\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n    code\n\n<div>four <b>five</b></div>\n"
    )

    assert told.title == "Kettle"
    assert told.text.split("\n") == [
        "I rang them twice in May.", "one", "two", "three", "a", "b", "c", "d", "code", "four five",
    ]  # fmt: skip


def test_the_head_of_a_site_generator_is_no_text() -> None:
    told = written.markdown(
        "---\r\ntitle: 'The kettle'\r\nauthor: Jo\r\ndate: 2024-05-01 10:00\r\ntags: [a]\r\n---\r\n# Day one\n\nNo."
    )

    assert (told.title, told.author, told.date) == ("The kettle", "Jo", "2024-05-01")
    assert told.text == "Day one\nNo."  # another heading than the title is a part of the text


def test_a_rule_at_the_start_is_no_head() -> None:
    assert written.markdown("---\n\nIt broke.").text == "It broke."


def test_a_plain_text_stays_as_it_stands() -> None:
    assert written.plain(" # a\r\n*b*\r") == written.Written("", "", "", "# a\n*b*")
