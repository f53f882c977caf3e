"""The language of a text, by CLD2: what Chromium told pages' languages with, 6 MB of tables that processes share.

The model of py3langid says the same of 401 pages and of the demo's posts, takes six times as long and 65 MiB.
"""

import pycld2

RENAMED = {"iw": "he", "jw": "jv", "un": "", "xx": "", "zzp": ""}  # old codes; a script alone and Pig Latin are none
HYPHEN = "\u00ad"  # a soft one stands within a word


def tell(text: str) -> str:
    """ISO 639 code of the likeliest language, of two letters where there is one; ``""`` for none."""
    whole = text.replace(HYPHEN, "")
    printed = "".join(letter if letter.isprintable() else " " for letter in whole)  # CLD2 refuses other characters
    _, _, likeliest = pycld2.detect(printed.encode(), isPlainText=True, bestEffort=True)
    code = str(likeliest[0][1]).partition("-")[0]
    return RENAMED.get(code, code)
