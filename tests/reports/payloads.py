"""More than two hundred texts that want to run, to fetch, to be computed by a spreadsheet, or to break a page apart."""

# fmt: off
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
H = "window.hacked=1"
AT = "https://a.example/x"
TAGS = (
    f"<script>{H}</script>", f"<SCRIPT SRC={AT}></SCRIPT>", f"<script/x>{H}</script>", f"<scr<script>ipt>{H}</script>",
    f"<script>{H}//", f"</title><script>{H}</script>", f"</textarea><script>{H}</script>", f"--><script>{H}</script>",
    f"]]><script>{H}</script>", f"</style><script>{H}</script>", f"</noscript><script>{H}</script>",
    f"</template><script>{H}</script>", f"</svg><script>{H}</script>", f"<svg><script>{H}</script></svg>",
    f"<svg><script href={AT} /></svg>", f"<svg><style><img src=x onerror={H}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={H}>", f"<noscript><p title='</noscript><img src=x onerror={H}>'>",
    f"<iframe src={AT}></iframe>", "<iframe srcdoc='<script>parent.hacked=1</script>'>", f"<object data={AT}></object>",
    f"<embed src={AT}>", f"<applet code={AT}>", f"<frameset onload={H}><frame src={AT}>", f"<portal src={AT}>",
    f"<base href={AT}/>", f"<link rel=stylesheet href={AT}>", f"<link rel=prefetch href={AT}>",
    "<link rel=dns-prefetch href=//a.example>", f"<meta http-equiv=refresh content='0;url={AT}'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">", f"<form action={AT}><button>go",
    f"<form><button formaction=javascript:{H}>x", f"<input type=image src={AT}>", f"<isindex action=javascript:{H}>",
    f"<img src={AT}>", f"<img srcset='{AT} 1x'>", f"<picture><source srcset={AT}><img>", f"<video poster={AT}><source src={AT}>",
    f"<audio src={AT} autoplay>", f"<track src={AT}>", f"<bgsound src={AT}>", f"<body background={AT}>",
    f"<table background={AT}>", f"<svg><image href={AT} /></svg>", f"<svg><use href='{AT}#x'/></svg>",
    f"<svg><feImage href={AT} /></svg>", f"<svg><a href=javascript:{H}><text y=9>x", f"<math href=javascript:{H}>x",
    f"<?xml-stylesheet href='{AT}'?>", f"<!DOCTYPE x SYSTEM '{AT}'>", f"<!ENTITY x SYSTEM '{AT}'>&x;",
    f"<xss xmlns:html='http://www.w3.org/1999/xhtml'><html:script>{H}</html:script>", "<plaintext>", "<xmp>", "<listing>",
    "<!--", "<![CDATA[", "<title>", "<textarea>", "<select>", "<template>", "<dialog open>", "<marquee>", "<details open>",
    "</blockquote></li></ul></section></main></body></html>", "</td></tr></table>", "</text></svg>", "</bdi></b></p>",
)
EVENTS = (
    "onload", "onerror", "onclick", "onfocus autofocus", "onmouseover", "onmouseenter", "onpointerenter", "onpointerover",
    "ontoggle", "onanimationstart", "onanimationend", "ontransitionend", "onbegin", "onscroll", "onwheel", "oncopy",
    "onbeforeprint", "onhashchange", "onpageshow", "onresize", "onfocusin", "onstart", "oncanplay", "oninput",
)
FORMS = (
    "<img src=x {does}>", '" {does} x="', "' {does} x='", "<svg {does}>", "<details open {does}>", "x {does} ", "` {does} `",
    "<a\x0c{does}\x0chref=#>",
)
HANDLERS = tuple(
    FORMS[(number + shift) % len(FORMS)].format(does=f"{on}={H}")
    for number, on in enumerate(one.partition(" ")[0] for one in EVENTS)
    for shift in (0, 5)
)
ENCODED = (
    "&lt;script&gt;window.hacked=1&lt;/script&gt;", "&#60;script&#62;window.hacked=1&#60;/script&#62;", "&quot; onclick=&quot;",
    "&amp;lt;img src=x&amp;gt;", "%3Cscript%3Ewindow.hacked=1%3C/script%3E", r"\u003cscript\u003ewindow.hacked=1",
    r"\x3cscript\x3ewindow.hacked=1", "＜script＞window.hacked=1＜/script＞", "+ADw-script+AD4-window.hacked=1", "<\x00script>",
    "<scr\u200bipt>window.hacked=1</script>", "\u2028window.hacked=1//", "\u2029</script>", "&NewLine;&Tab;&colon;",
    "&#x202e;abc", "ſcript", "¼script¾window.hacked=1¼/script¾", "&#0;", "&notit;&copy", "&" * 60,
)
ENGINES = (
    "{{ report.__class__.__mro__ }}", "{{ ''.__class__ }}", "{# gone #}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    "{{constructor.constructor('window.hacked=1')()}}", "%(name)s %s %d {0} {name}", "$(touch x)", "`touch x`", "; rm -rf x",
    "' OR '1'='1", "'; DROP TABLE posts;--", "post == 1 or @pd", "cause == 'x' and `y z`", "@import url(https://a.example/x);",
    "</style>*{background:url(https://a.example/x)}", "expression(window.hacked=1)", "x;}body{display:none}", "var(--ink);",
    "url(#x)", "--card:#000", r"$\frac{1}{0}$ \nosuchthing", "../../../etc/passwd",
)
CELLS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/C calc'!A0", "\t=1", "\r=2", "\n=3", "＝1", "＋1", "－1", "＠x", "'=1", "x;=1+1;y",
    "x\t=1+2", "x\n=1+3", 'x","=1+1', '=HYPERLINK("https://a.example/x")', '=WEBSERVICE("https://a.example/x")', "'';'=1",
    '=IMPORTXML("https://a.example/x","//a")', "-2+3+cmd|' /C calc'!A0", "%0A=1", "x\r\n-1",
)
LAYOUT = (
    "W" * 900, "﷽" * 60, "𒐫" * 60, "Z" + "\u0334" * 200, "😀" * 120, "\u202e\u2066\u2067\u2068 turned",
    "\u200f\u200e\u061c marks", "a" + "\u00a0" * 200 + "b", "c" + "\u3000" * 90 + "d", "שלום " * 40, "لم يتصل بي أحد " * 20,
    "三周过去了" * 40, "e" + "\n" * 50 + "f", "a\u00ad" * 300, "https://a.example/" + "x" * 800, "-" * 500,
    "g\ufeff\ufffe\uffffh", "\x00\x07\x1b[31mred", "\u2800" * 80, "👩‍👩‍👧‍👦" * 50,
)
PAYLOADS = tuple(dict.fromkeys((*HOSTILE, *TAGS, *HANDLERS, *ENCODED, *ENGINES, *CELLS, *LAYOUT)))
URLS = (
    f"javascript:{H}", f"JaVaScRiPt:{H}", f" javascript:{H}", f"java\tscript:{H}", f"java\nscript:{H}", f"\x01javascript:{H}",
    f"javascript://a.example/%0A{H}", f"vbscript:{H}", f"data:text/html,<script>{H}</script>", "data:image/svg+xml,<svg/>",
    "file:///etc/passwd", "blob:https://a.example/x", "//a.example/x", "\\\\a.example\\x", "https:a.example", "http://[::1",
    f'https://a.example/" onmouseover="{H}', f"https://a.example/'onclick='{H}", f"https://a.example/><script>{H}</script>",
    "https://a.example/\u202egpj.exe", "https://a.example/" + "x" * 5000, "https://a.example/#:~:text=x", "", "=1+1",
    f"https://a.example@{H}/", "feed:https://a.example", "about:blank", "view-source:https://a.example", "ftp://a.example/x",
)
