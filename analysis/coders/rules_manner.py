"""Rules for `courtesy`, `empathy`, `personal_attention` and `honesty`. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

ROWS: tuple[Row, ...] = (
    (
        "courtesy.rude",
        "courtesy",
        "failed",
        r"(?:rude(?:ly|ness|st|r)?|impolite|discourteous|disrespect\w*|condescend\w*|snotty|snippy|surly|sneer\w*|hostile|abrasive|curt(?:ly)?|snarky|snooty|arrogan\w+|patroni[sz]\w+|belligerent|insult(?:ed|ing|s)?|yell(?:ed|ing)|scream(?:ed|ing) at|shout(?:ed|ing)? at|swore at|cursed|mock(?:ed|ing)|laughed (?:at|in)|rolled (?:his|her|their) eyes|smirk\w*|grumpy|unfriendly|unprofessional(?:ly|ism)?|bad attitude|(?:an|with|his|her|their|the|nasty|horrible|poor|terrible) attitude|nasty|bull(?:y|ied|ying)|harass\w*|threaten\w*|threats?\b|discriminat\w+|talk(?:ed|ing)? down to|made (?:me|us) feel (?:like|stupid|small|bad|as if)|treat(?:ed|s|ing)? (?:me|us|customers|people) (?:like|as if|as though|badly|poorly|terribly|horribly))\b",
    ),
    (
        "courtesy.hung-up",
        "courtesy",
        "failed",
        r"(?:(?:hung up|hangs? up|hanging up)(?: the phone)?(?: on (?:me|us|him|her))|(?:they|he|she|agent|rep|representative|lady|guy|and|just|then|who|promptly|supervisor) (?:just |then |simply |promptly |immediately )?(?:hung up|hangs up|hanged up)|slammed (?:down )?the phone|cut (?:me|us) off|(?:disconnected|dropped) (?:on )?(?:me|us|the call|my call)|without (?:so much as )?(?:an?|any) apology|no apolog\w+|n't (?:even )?apologi[sz]e|never apologi[sz]ed|not (?:even )?(?:an?|one) (?:apology|sorry))",
    ),
    (
        "courtesy.polite",
        "courtesy",
        "met",
        r"(?:(?:<very> )?(?:polite(?:ly)?|courteous(?:ly)?|friendly|cheerful|pleasant(?:ly)?(?! (?:surpris|weather))|gracious(?:ly)?|respectful|personable|cordial|good.natured|affable|charming|welcoming)\b(?! (?:reminder|fire|url|name|neighbo\w+|format))|with a smile|(?:all )?smiles|(?:<very>|a|totally|such a|be) (?:nice|kind|sweet|lovely|delightful|apologetic|cool)(?: and \w+)? (?:guy|lady|man|woman|person|gentleman|chap|bloke|fellow|folks|people|girl|about|to (?:me|us|deal|talk)|on the phone|and|enough)|(?:he|she|they|guy|lady|woman|man|rep|staff|agent|person|people|who|support|team|folks|both|everyone|driver|technician|tech) (?:was|were|is|are|'s|'re|seemed|could not have been|couldn't have been)(?: also| both| all| always| genuinely| truly| very| really| so| extremely| super| incredibly| quite| pretty| totally| most| nothing but| more)* (?:nice|nicer|kind|sweet|lovely|delightful|apologetic|patient|wonderful|great|fantastic|a joy|professional|understanding|awesome|amazing|cool)\b|apologi[sz]ed (?:profusely|sincerely|for|and|immediately|to)|a pleasure to (?:deal|talk|speak|work)|thanked me|treated (?:me|us) (?:well|very well|kindly|with respect|like (?:a|royalty|family|kings?|queens?|human)))",
    ),
    (
        "empathy.not-heard",
        "empathy",
        "failed",
        r"(?:(?:did|does|do|would|will|was|were|is|are)(?:n't| not) (?:even |really |actually |seem to |appear to )*(?:listen(?:ing)?|care|caring|understand(?:ing)?|interested|get it|want to (?:help|listen|hear|know)|give a (?:damn|shit|crap|toss|rat|fuck)|bother(?:ed)?|read (?:my|what|the)|concerned|sympathetic|empathi\w+|acknowledge|take (?:me|us|my|it) serious\w*)\b|(?:could|couldn't) care less|(?:no|zero|lack of|without any|complete lack of|little|lacks?) (?:\w+ ){0,2}(?:empathy|sympathy|compassion|concern|interest in|regard|remorse|understanding|humanity)|(?:never|not) (?:cared|listened|bothered|read)|indifferen\w+|apath\w+|uncaring|callous\w*|heartless|cold(?:ly)? (?:and|response)|scripted|(?:from|reading|read|following|reads|stick to|sticking to|off) (?:a |the |his |her |their |my )?script|script.?(?:reading|monkey)\w*|canned (?:response|reply|answer|e-?mail|text|message)|boilerplate|form (?:letter|e-?mail|reply|response)s?|copy.?(?:and.?)?pasted?\w*|(?:generic|template[d]?|automated|cookie.cutter|stock|auto) (?:response|reply|answer|e-?mail|letter|message)s?|brush(?:ed|ing)? (?:me|us|it|off|aside)(?: off)?|blew (?:me|us) off|blown off|dismiss(?:ive|ed|es)\w*|fobbed|same (?:script|line|answer|response|thing) (?:over|again|each|every)|ignored (?:me|what|my (?:question|complaint|concern|request|point|issue)s?|us)|deaf ears|completely ignor\w+|feel (?:like )?(?:unheard|ignored|just a number))",
    ),
    (
        "empathy.heard",
        "empathy",
        "met",
        r"(?:(?:listened|listens) (?:to|carefully|patiently|intently|attentively|and)|(?:understood|understands) (?:my|our|what i|the (?:problem|issue|situation|frustration))|(?:really|genuinely|truly|actually|clearly|obviously) (?:cared?|cares|listen(?:s|ed)?|want(?:s|ed)? to help|understood|concerned|sorry|interested)|cared (?:enough|about)|cares about|caring|compassion(?:ate)?|empath(?:y|etic|i[sz]ed)|sympath(?:y|etic|i[sz]ed|ised)|felt (?:heard|cared|listened|valued|looked after|understood)|put (?:me|us|my mind) at ease|reassur(?:ed|ing)|thoughtful\w*|just want(?:s|ed)? to (?:help|resolve|make)|feel (?:valued|special|appreciated|like (?:a|they|she|he|someone) (?:valued|care\w*|person|human|actually))|(?:patient|understanding) (?:with|and|about|of)|concern(?:ed)? (?:for|about) (?:me|my|us|our))",
    ),
    (
        "personal.individual",
        "personal_attention",
        "met",
        r"(?:(?:remember(?:ed|s)?|knew|knows|recogni[sz]ed|greeted|called) (?:me|us|who i was|my name|our names?)\b(?: by (?:my )?(?:first )?name)?(?! (?:back|to|again|that|on|and|at|today|up|about|a |the |if|when|in|from|yesterday|later))|by (?:my )?(?:first )?name\b|(?:hand.?written|personal(?:ly|i[sz]ed)?) (?:note|letter|card|e-?mail|reply|response|call(?:ed)?|message|touch|attention|service|apology|thank|replied|responded|answered|e-?mailed|delivered|contacted|wrote|emailed|helped)|(?:the|their|its) (?:founder|ceo|owner|president|developer|author|creator|co-?founder|director|inventor|head of|vice president|vp|chief)[\w ,]{0,40}? (?:e-?mailed|replied|wrote|called|responded|answered|himself|herself|personally|contacted|phoned|commented|got back|reached out|came|tweeted)|(?:replied|e-?mail|call|reply|response|message|answer|letter|note|phone call)(?:ed)? (?:back )?(?:directly )?(?:from|by) (?:the|their|its) (?:founder|ceo|owner|president|developer|author|creator|co-?founder|director|manager)|one.on.one|same person (?:each|every|through|all)|like (?:an old friend|family|a friend|a human being|a real person)|tailored|just for (?:me|us))",
    ),
    (
        "personal.number",
        "personal_attention",
        "failed",
        r"(?:(?:just|like|merely|nothing but) (?:a|another) (?:number|ticket|account number|statistic)|impersonal\w*|faceless|dear (?:sir|valued|customer))",
    ),
    (
        "honesty.lied",
        "honesty",
        "failed",
        r"(?:(?:lied|lying|lies|liars?|a lie|flat.?out lie\w*|bold.?faced)\b(?! (?:down|in|on|around|ahead|about the house|there|dormant|at|with))|decei(?:t\w*|v\w+)|decept\w+|dishonest\w*|mislead(?:ing|s)?|misled|misrepresent\w*|false (?:information|claims?|statements?|pretenses?|pretences?|advertis\w+|promises?|accus\w+)|falsely|untrue|not true|untruth\w*|fabricat\w+|scam(?:med|mers?|ming|s)?\b|swindl\w+|fraud(?:ulently)? (?:company|by|on their|practices?)|con (?:artist|men|job)|conned|rip.?off|ripped (?:me|us) off|shady|sneaky|underhanded|hid(?:den|ing)? (?:fee|charge|cost|the fact|behind|this|from)s?|fine print|trick(?:ed|ing|s|y|ery)?\b(?! (?:is|to|was|or))|duped|bait.and.switch|predatory|unethical|crooks?|thieves|stole (?:my|our|from)|cover(?:ed|ing)? (?:it )?up|never (?:told|informed|disclosed|notified|mentioned|explained|disclose|mention|warned)|(?:did|was|were)(?:n't| not) (?:even )?(?:told|informed|disclosed?|tell (?:me|us)|mention(?:ed)?|notified|inform|made aware|explain(?:ed)?|warned?)|without (?:telling|informing|notifying|disclosing|notice|notification|any (?:explanation|notice|warning)|explanation|my (?:knowledge|consent|permission|authorization)|(?:any )?warning)|no (?:explanation|reason|notice|warning)\b|(?:refuse[sd]?|would not|wouldn't|won't|could not|couldn't|can't|unable) (?:to )?(?:tell|explain|say|give)(?: (?:me|us))? (?:why|a reason|any reason|the reason|how|what)|pretend(?:ed|ing|s)?|make(?:s|ing)? (?:stuff|things|it) up|made (?:stuff|things|it|that) up|bullshit|b\.s\.|excuses?\b)",
    ),
    (
        "honesty.open",
        "honesty",
        "met",
        r"(?:(?:honest(?:ly)?(?= (?:with|about|answer|told|explained|and (?:open|upfront|up front)))|(?:was|were|very|being|so|completely|refreshingly|brutally|is|are) (?:honest|upfront|up.front|transparent|candid|straightforward|open) (?:about|with|and)|transparen(?:t|cy)|admitted (?:the|that|it|their|his|her|they|fault|to)|owned up|straight (?:answer|with me|talk)|told (?:me|us) the truth|explained (?:why|what (?:had |went|happened)|exactly|everything|the (?:reason|problem|situation|process|issue))|no (?:hidden|sneaky) (?:fees?|charges?|costs?)|came clean|kept (?:me|us) honest|advised me (?:not|against)|talked me out of|didn't try to (?:sell|upsell|push)))",
    ),
)
RULES = compiled(ROWS)
