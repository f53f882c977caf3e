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
    "jv": "Aku wis nelpon layanan pelanggan ping telu, nanging ora ana sing njawab pitakonku.",
    "fi": "Soitin asia\u00adkas\u00adpal\u00adve\u00adluun kol\u00admes\u00adti, mutta ku\u00adkaan ei vas\u00adtan\u00adnut.",
}
PLAIN = (
    "<3 my bank. Really. I called them about a fee and they took it off.",
    "<script> tags are what my host strips out of posts, and support says it has to.",
    "If x <y they charge twice, and nobody there could tell me why.",
    "<!-- is what I saw on every page until their support called back.",
    "She kept calling me Mr Sandra.",
)


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_from_a_sentence(language: str) -> None:
    assert languages.tell(TEXTS[language]) == language


@pytest.mark.parametrize("text", PLAIN)
def test_a_text_is_no_markup_and_short_ones_have_a_language(text: str) -> None:
    assert languages.tell(text) == "en"


@pytest.mark.parametrize("nothing", ["", "12 34", "\ud800\x00\x7f\ufffe", "𐌰𐌱𐌲𐌳𐌴 𐌵𐌶𐌷𐌸𐌹 𐌺𐌻𐌼𐌽𐌾"])
def test_what_is_in_no_language_has_none(nothing: str) -> None:
    assert languages.tell(nothing) == ""


def test_no_character_stops_the_library() -> None:
    said = [languages.tell(f"They read {chr(number)} late.") for number in range(0, sys.maxunicode + 1, 7)]
    assert said.count("en") > 0.9 * len(said)
