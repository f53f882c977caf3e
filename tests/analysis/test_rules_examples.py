"""A table of own sentences: what each cause must find, at which level, and what it must leave alone."""

import pytest

from analysis.coders.genre import FEELING
from analysis.coders.matching import hits, read
from analysis.coders.rules import RULES


def found(sentence: str) -> set[tuple[str, str]]:
    return {(hit.rule.code, hit.rule.level) for hit in hits(read(sentence), RULES)}


TOLD = [
    ("resolution", "failed", "Five visits later the boiler still does not heat."),
    ("resolution", "failed", "They refused to replace the cracked lid."),
    ("resolution", "failed", "There was nothing they could do."),
    ("resolution", "failed", "The ticket was closed without a word."),
    ("resolution", "failed", "In the end I had to repair it myself."),
    ("resolution", "failed", "They sent the wrong part."),
    ("resolution", "met", "The bank reversed the charge and everything was fixed."),
    ("resolution", "met", "They sent me a replacement."),
    ("resolution", "met", "She walked me through it and now it works."),
    ("resolution", "exceeded", "He replaced it free of charge although I had dropped it."),
    ("resolution", "exceeded", "The garage went above and beyond."),
    ("commitments", "failed", "They promised a new one but never sent it."),
    ("commitments", "failed", "The fitter never showed up."),
    ("commitments", "failed", "Our flight was cancelled."),
    ("commitments", "failed", "Nobody called me back."),
    ("commitments", "met", "The parcel came exactly as promised."),
    ("commitments", "met", "He kept his word."),
    ("commitments", "exceeded", "It was finished two days early."),
    ("commitments", "open", "I was told that it would take three days."),
    ("response_time", "failed", "I was on hold for forty minutes."),
    ("response_time", "failed", "Nobody answered my letters."),
    ("response_time", "failed", "It took three months to get an answer."),
    ("response_time", "met", "I got a prompt reply."),
    ("response_time", "exceeded", "She replied within ten minutes."),
    ("response_time", "exceeded", "It was fixed faster than I expected."),
    ("courtesy", "failed", "The man at the desk was rude."),
    ("courtesy", "failed", "She hung up on me."),
    ("courtesy", "met", "The staff were friendly."),
    ("courtesy", "exceeded", "He is the kindest mechanic I know."),
    ("empathy", "failed", "All I got was a canned response."),
    ("empathy", "failed", "They don't care."),
    ("empathy", "met", "She listened to the whole story."),
    ("personal_attention", "failed", "I was just a number to them."),
    ("personal_attention", "met", "The owner himself came to the door."),
    ("honesty", "failed", "They lied to me about the price."),
    ("honesty", "failed", "There was a hidden fee in the contract."),
    ("honesty", "met", "He admitted that the mistake was theirs."),
    ("competence", "failed", "The agent was clueless."),
    ("competence", "met", "She knew exactly what to do."),
    ("ownership", "failed", "I was transferred from one desk to another."),
    ("ownership", "failed", "They blamed the courier."),
    ("ownership", "met", "The manager took full responsibility."),
    ("flexibility", "failed", "They made no exception."),
    ("flexibility", "exceeded", "He made an exception for us."),
    ("flexibility", "met", "They were flexible about the date."),
    ("follow_up", "failed", "I had to chase them for news."),
    ("follow_up", "met", "They kept me informed all the way."),
    ("effort", "failed", "I had to jump through hoops."),
    ("effort", "failed", "There is no phone number anywhere on the site."),
    ("effort", "met", "It was so easy."),
    ("product_quality", "failed", "The kettle is defective."),
    ("product_quality", "failed", "The pump stopped working in June."),
    ("product_quality", "met", "The old radio works perfectly."),
    ("price_value", "failed", "Forty a month is overpriced."),
    ("price_value", "met", "It was worth every penny."),
    ("recommends", "", "I highly recommend them."),
    ("warns", "", "Stay away from this shop."),
    ("warns", "", "Do not buy anything there."),
    ("stays", "", "I will be back next year."),
    ("leaves", "", "I will never buy from them again."),
    ("leaves", "", "So I cancelled my subscription."),
]
NEAR_MISSES = [
    ("resolution", "met", "It was never fixed."),
    ("resolution", "met", "I hope that the leak will be fixed."),
    ("resolution", "met", "Could you please send me a replacement?"),
    ("resolution", "met", "They refused to send me a replacement."),
    ("resolution", "exceeded", "They didn't go out of their way."),
    ("commitments", "met", "It did not come as promised."),
    ("commitments", "failed", "They called me back on Tuesday."),
    ("commitments", "failed", "The train was full of people."),
    ("response_time", "exceeded", "I hoped that they would reply within ten minutes."),
    ("response_time", "failed", "The walk to the shop takes five minutes."),
    ("response_time", "met", "They failed to give a prompt reply."),
    ("courtesy", "met", "The clerk was not friendly."),
    ("courtesy", "failed", "She was not rude at all."),
    ("courtesy", "met", "If only the staff were polite."),
    ("empathy", "met", "Nobody listened to me."),
    ("personal_attention", "met", "There were ten of us in the queue."),
    ("honesty", "failed", "The cat was lying in the window of the shop."),
    ("competence", "met", "The technician was not competent."),
    ("ownership", "met", "No one took responsibility."),
    ("flexibility", "exceeded", "They would not make an exception."),
    ("follow_up", "met", "They never followed up with me."),
    ("effort", "met", "It wasn't easy."),
    ("product_quality", "met", "The radio never worked perfectly."),
    ("price_value", "met", "It was not worth it."),
    ("recommends", "", "I cannot recommend them."),
    ("warns", "", "They warned of rain."),
    ("stays", "", "They asked me to stay on the line."),
    ("leaves", "", "I left the parcel with a neighbour."),
]


@pytest.mark.parametrize(("cause", "level", "sentence"), TOLD, ids=[row[2] for row in TOLD])
def test_a_cause_is_found_where_it_is_told(cause: str, level: str, sentence: str) -> None:
    assert (cause, level) in found(sentence)


@pytest.mark.parametrize(("cause", "level", "sentence"), NEAR_MISSES, ids=[row[2] for row in NEAR_MISSES])
def test_a_near_miss_is_left_alone(cause: str, level: str, sentence: str) -> None:
    assert (cause, level) not in found(sentence)


def test_every_cause_and_level_that_rules_know_has_an_example() -> None:
    known = {(rule.code, rule.level) for rule in RULES.rules if not rule.sign and rule.code != FEELING}
    assert known == {(cause, level) for cause, level, _ in TOLD}


def test_words_about_companies_in_general_are_left_alone() -> None:
    assert not found("Most companies are rude and never call back these days.")


def test_words_about_a_former_company_are_left_alone() -> None:
    assert ("courtesy", "failed") not in found("My old bank was rude to everybody.")


def test_a_quoted_mail_does_not_speak_for_the_author() -> None:
    mail = "Hi Ann,\n\nWe fixed the problem and sent you a replacement.\n\nKind regards,\nThe team\n"
    assert ("resolution", "met") not in found(f"This is what they wrote.\n\n{mail}\nIt is untrue.")


def test_a_phrase_goes_over_a_wrapped_line() -> None:
    assert ("courtesy", "failed") in found("After a while she hung up\non me.")
