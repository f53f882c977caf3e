"""Languages of texts: told of a sentence, and no character that stops the library."""

import sys

import pytest

from extract.reading import languages

TEXTS = {
    "en": "They answered after a week, and nobody had read what I wrote.",
    "de": "Nach einer Woche kam eine Antwort, die mit meiner Frage nichts zu tun hatte.",
    "fr": "Ils ont répondu au bout d'une semaine, sans avoir lu ma question.",
    "es": "Contestaron a la semana y nadie había leído lo que escribí.",
    "pt": "Responderam passado uma semana e ninguém tinha lido o que escrevi.",
    "nl": "Na een week kwam er antwoord, en niemand had gelezen wat ik schreef.",
    "da": "Efter en uge kom der svar, og ingen havde læst, hvad jeg skrev.",
    "no": "Etter en uke kom det svar, og ingen hadde lest det jeg skrev.",
    "pl": "Odpowiedzieli po tygodniu i nikt nie przeczytał tego, co napisałem.",
    "ru": "Через неделю пришёл ответ, который не имел отношения к вопросу.",
    "he": "הם ענו אחרי שבוע ואיש לא קרא את מה שכתבתי",
    "ja": "一週間後に返事が来たが、誰も私が書いたものを読んでいなかった。",
    "ko": "일주일 뒤에 답이 왔지만 아무도 내가 쓴 글을 읽지 않았다.",
    "zh": "一个星期以后他们才回答，可是没有人看过我写的问题。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_from_a_sentence(language: str) -> None:
    assert languages.tell(TEXTS[language]) == language


@pytest.mark.parametrize("nothing", ["", "12 34", "\ud800\x00\x7f\ufffe"])
def test_what_is_in_no_language_has_none(nothing: str) -> None:
    assert languages.tell(nothing) == ""


def test_no_character_stops_the_library() -> None:
    said = [languages.tell(f"They read {chr(number)} late.") for number in range(0, sys.maxunicode + 1, 7)]
    assert said.count("en") > 0.9 * len(said)
