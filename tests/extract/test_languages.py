"""Languages of texts: the library's answers, by its model in another place."""

import py3langid
import pytest

from extract.reading import languages

TEXTS = {
    "en": "They answered after a week, and nobody had read what I wrote.",
    "de": "Nach einer Woche kam eine Antwort, die mit meiner Frage nichts zu tun hatte.",
    "fr": "Ils ont répondu au bout d'une semaine, sans avoir lu ma question.",
    "ru": "Через неделю пришёл ответ, который не имел отношения к вопросу.",
    "zh": "一个星期以后他们才回答，可是没有人看过我写的问题。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_told_with_the_library_s_own_score(language: str) -> None:
    assert languages.tell(TEXTS[language]) == language
    assert languages._identifier().rank(TEXTS[language]) == py3langid.rank(TEXTS[language])
