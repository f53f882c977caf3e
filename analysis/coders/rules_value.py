"""Rules for `product_quality`, `price_value` and the outcomes. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

THING = r"(?:it|machine|phone|laptop|computer|tv|set|drive|battery|screen|unit|device|product|connection|network|internet|site|server|website|software|app|router|modem|printer|camera|car|bike|charger|plugin|game|console|service|hardware|one|keyboard|disk|mac|macbook|ipod|iphone|speaker|monitor|headphones|toaster|washer|fridge|dryer|account|system|update|line|power supply|motherboard)"
ROWS: tuple[Row, ...] = (
    (
        "quality.defect",
        "product_quality",
        "failed",
        rf"(?:defect(?:s|ive)?\b|faulty|malfunction\w*|(?:my|the|our|new|this|a|second|third|fourth|replacement|that|his|her) (?:\w+ ){{0,3}}{THING} (?:\w+ )?(?:broke|died|failed|crashed|crashes|stopped|quit|went (?:dead|down|out)|is (?:broken|dead|down|slow|unreliable|useless)|was (?:broken|dead|down|slow|damaged|unreliable|unusable|shot)|has (?:died|failed|crashed|been (?:down|slow|unreliable))|had (?:died|failed|crashed)|won't|would(?:n't| not)|keeps?|kept|doesn't (?:work|even|turn|start)|didn't work|developed|leaks?|leaked|froze|freezes|overheat\w*|fell apart|crapped|conked|gave (?:up|out))|stopped (?:working|functioning|charging|responding|letting)|(?:broken|dead|cracked|shoddy|flimsy|crappy|lousy|unreliable|buggy|glitchy|flaky|unusable|low.quality|poor.quality|cheaply made|poorly (?:made|designed|built))\b|red ring|dead pixels?|blue screen|brick(?:ed)?\b(?! wall)|crapped out|on the fritz|(?:outage|downtime|glitch|bug)(?:s|es)?\b|(?:constantly|always|frequently|often|randomly|keeps?|kept) (?:crash\w*|freez\w*|drop\w*|disconnect\w*|fail\w*|break\w*|down|timing out|cut\w* out|reboot\w*)|time.?outs?\b|timing out|poor (?:quality|reception|signal|workmanship|design|performance)|quality (?:is|was|control|has)\b[^.!?\n]{{0,30}}?(?:poor|bad|terrible|crap|down|awful|lacking|issue|problem)|missing (?:a |the |some )?(?:piece|part|screw|page|button)s?|doesn't (?:work|fit|turn on|support|load)|didn't (?:work|fit|turn on)|won't (?:work|turn on|boot|start|load|charge|connect)|fell apart|wore out|piece of (?:crap|junk|shit|garbage)|lemon\b|hard (?:drive|disk) (?:\w+ )?(?:crash\w*|fail\w*|died|corrupt\w*)|corrupt(?:ed|ion))",
    ),
    (
        "quality.good",
        "product_quality",
        "met",
        r"(?:(?:great|excellent|fantastic|awesome|amazing|superb|wonderful|terrific|high.quality|well.(?:made|built|designed)|solid|top.quality|brilliant|beautiful|nice|decent|good quality|perfect|fabulous) (?:little |piece of |old |new )?(?:product|phone|laptop|machine|computer|tv|game|camera|bike|car|headphones|device|app|software|system|service provider|network|connection|food|coffee|meal|hardware|quality|kit|gear|gadget|shoes|bag|watch|keyboard|widget|plugin|tool|set|unit)s?\b|(?:works?|worked|working|runs|performs|fits|sounds|looks|tastes) (?:great|perfectly|flawlessly|beautifully|well|wonderfully|brilliantly|like a charm|like a dream|fantastic|amazing|delicious)|(?:rock solid|reliable|delicious|tasty|yummy|sturdy|durable)\b|(?:i|we) (?:really |absolutely |still |just )?love (?:the|my|this|it|their|our)\b|very happy with (?:the|my) (?:\w+ )?(?:product|purchase|quality|phone|laptop)|noticeably faster|blazing)",
    ),
    (
        "price.high",
        "price_value",
        "failed",
        r"(?:over.?priced|expensive|pric(?:e)?y\b|rip.?off|ripped off|gouge?\w*|exorbitant|outrageous(?:ly)? (?:price|fee|charge|expensive|cost|bill|rate)\w*|extortion\w*|highway robbery|steep (?:price|fee|cost)|not worth|(?:waste|wasted) (?:of )?(?:my |our )?money|(?:hidden|extra|additional|outrageous|ridiculous|late|unfair|excessive|surprise|service|cancellation|restocking|overdraft|activation|annual|nsf|penalty|interest|processing|junk|termination) (?:fee|charge|cost)s?|charg(?:ed|es|ing)? (?:me|us|an?|over|for) (?:\w+ ){0,3}(?:\$|£|€|extra|fee|interest|late|double|twice|ridiculous)|(?:a|mere|cost(?:s|ing)?(?: me| us)?|pay|paid|paying|charge[ds]?|fee of|for) (?:a (?:whopping|staggering|mere|ridiculous) )(?:\$|£|€)?\d+|(?:rate|price|bill|premium|payment|fee|cost)s? (?:went|gone|has gone|increase[ds]?|doubled|tripled|jumped|rose|shot) ?(?:up)?|(?:raised|increased|hiked|jacked|upped|doubled) (?:my|our|the|their) (?:\w+ )?(?:rate|price|premium|bill|fee|payment|rent)s?|too much (?:money|for)|cost(?:s)? (?:me |us )?(?:a fortune|an arm|too much|more than)|overcharg\w+|high(?:er)? (?:price|rate|fee|interest)s?|poor value|(?:measure|stack) up to the (?:cost|price)|can't afford|money grab|nickel.and.dim\w*|fee(?:s)? (?:for|of|to|on|when|that|and))",
    ),
    (
        "price.good",
        "price_value",
        "met",
        r"(?:(?:great|good|fair|reasonable|excellent|amazing|unbeatable|decent|low|lower|best|affordable|competitive|terrific|fantastic) (?:price|value|deal|rate|bargain)s?\b|reasonabl[ye] priced|worth (?:every (?:penny|cent)|it|the (?:money|price|cost|extra))|bargain|cheap(?:er)?\b(?! (?:shot|ly|labor|labour|knock|plastic|crap))|inexpensive|value for money|money well spent|bang for|(?:saved|saving|saves) (?:me|us) (?:\$|£|€|a (?:lot|bunch|ton|fortune|few)|money|over|about|around|hundreds)|(?:didn't|did not|don't|without) (?:\w+ )?charg(?:e|ing)|free of charge|no charge|on the house|(?:only|just) (?:\$|£|€)\d+|discount(?:ed)?\b|half (?:the )?price)",
    ),
    (
        "outcome.recommends",
        "recommends",
        "",
        r"(?:(?:highly|definitely|strongly|wholeheartedly|heartily|gladly|can|would|i'd|i|absolutely|happily|certainly|thoroughly|totally|really|will|do|cannot|can't) (?:\w+ )?recommend(?:ed|ing)?\b(?! (?:against|not|avoiding|staying|you (?:avoid|stay|not|don't)|that you (?:avoid|do not|don't)|anyone (?:avoid|stay)))|recommend (?:them|him|her|it|this|these|that|the)\b|(?:check|try) (?:them|him|her|it) out|(?:go|head) (?:to|see|with) (?:them|him|her)\b|if you(?:'re| are)? (?:need|want|looking|ever|get|live|in the)[^.!?\n]{1,60}?(?:go to|give (?:them|him|her)|check|call|try|visit|get it from|look no further|recommend|buy from|use)|two thumbs up|thumbs up|five stars|10/10|do yourself a favou?r|do business with (?:them|this)\b|you (?:won't|will not) (?:regret|be disappointed))",
    ),
    (
        "outcome.warns",
        "warns",
        "",
        r"(?:(?:avoid|beware|steer clear|stay (?:far |well )?away|keep away|run away|buyer beware|be ?ware|be warned|consider (?:this|yourself)(?: \w+)? (?:a )?warn\w*|do(?:n't| not) (?:ever |even )?(?:buy|use|go|shop|bank|order|do business|waste|trust|sign up|fly|stay|rent|deal|give (?:them|your)|fall for|bother|get|purchase|become|choose|touch|let them|make the same|expect)|never (?:buy|use|go to|shop|order|do business|trust|fly|deal with|sign|ever (?:buy|use|shop|order|do business|deal))|warn(?:ing)? (?:to|others|people|you|everyone|anyone|your|all|other)|cannot recommend|can't recommend|(?:would|do|could|wouldn't|don't|couldn't)(?:n't| not)? (?:\w+ )?recommend(?= (?:against|avoiding|staying|you (?:avoid|stay|not)))|(?:not|n't|never) recommend|strongly advise|think twice|you(?:'ve| have) been warned|boycott|tell (?:all |everyone|my friends|everybody|as many)[^.!?\n]{0,40}?(?:not to|avoid|stay|how (?:bad|terrible|awful))))",
    ),
    (
        "outcome.stays",
        "stays",
        "",
        r"(?:(?:i'll|i will|we'll|we will|i'd|will|going to|gonna|i'm|plan to|intend to|i'll definitely|happy to|glad to|be|would|definitely|certainly|happily|gladly|continue|continuing|keep) (?:\w+ ){0,2}(?:buy(?:ing)? (?:from|more|again|another)|(?:be|go(?:ing)?|com(?:e|ing)|head(?:ing)?|order(?:ing)?|us(?:e|ing)|shop(?:ping)?|hitting|return(?:ing)?|stick(?:ing)?|stay(?:ing)?|do(?:ing)? business|renew(?:ing)?|book(?:ing)?|fly(?:ing)?|bring(?:ing)?|deal(?:ing)?|spend(?:ing)?|purchas\w+|visit(?:ing)?|tak(?:e|ing)) (?:\w+ ){0,2}(?:back|again|there|with (?:them|it|this|you|him|her|\w+)|from (?:them|you|him|her|now on|this|here)|more|my business|another)|(?:a |be a |remain a |stay a )?(?:loyal|lifelong|repeat|customer for life|return(?:ing)?|long.?term|happy|satisfied|permanent|regular) customer)|customer for life|(?:you|they)(?:'ve| have)? (?:earned|won|got|gained|kept)(?: themselves)?(?: (?:a|my|me|our))? (?:\w+ )?(?:customer|business|loyalty|custom)|(?:even )?switched over my|upgraded (?:my|our|to)|(?:bought|ordered|purchased) (?:another|more|two more|a second|again)|next (?:time|one|computer|phone|car|laptop|purchase|\w+) (?:will|i|is going|is)[^.!?\n]{0,40}?(?:from|them|be (?:a|an|another|from)|buy|go)|loyal customer|i(?:'m| am| will be|'ll be)(?: \w+)? (?:stick|stay)ing|fan for life|won me over)",
    ),
    (
        "outcome.leaves",
        "leaves",
        "",
        r"(?:(?:i'll|i will|will|we'll|we will|would|i'd|am|i'm|i) (?:\w+ )?never (?:ever )?(?:again )?(?:buy|use|shop|go|order|deal|do business|fly|return|stay|bank|step|set foot|purchase|rent|recommend|come|trust|spend|be back|visit|touch|give)|never again|never (?:go|going|be|coming|shop\w*|buy\w*) back|last (?:time|purchase|dollar|order|thing|straw|dime|penny)(?: (?:i|we|that)(?:'ll| will| ever| would)?)?\b|(?:i|we|i'm|i've|we've|i'll|we'll|have|and|am|finally|promptly|just|decided to|had to|going to|then|immediately) (?:\w+ ){0,2}(?:cancel(?:l?ed|l?ing)?|clos(?:ed|ing)|terminat(?:ed|ing)) (?:my|our|the) (?:\w+ ){0,2}(?:account|service|subscription|contract|order|plan|membership|policy|card|reservation|credit)s?|(?:switch(?:ed|ing)?|mov(?:ed|ing)|chang(?:ed|ing)|jump(?:ed|ing)|transferr(?:ed|ing)|go(?:ing)?|took|tak(?:e|ing)|port(?:ed|ing)) (?:\w+ ){0,4}(?:to (?:another|a (?:different|new|competitor)|a competitor|someone|somebody)|ship|elsewhere|my business|our business|providers?|banks|hosts?|carriers?|away from|somewhere else)|(?:lost|lose|losing|lost me as|have lost) (?:me|my business|a (?:loyal |long.?time |good |long.?term )?customer|our business|us)|(?:done|finished|through) with (?:them|this|you|\w+)\b|i(?:'m| am| give up[^.!?\n]{0,20}, i'm) (?:leaving|moving|switching|out|going elsewhere|done)|won't be (?:back|returning|buying|using|shopping|renewing|going)|will not be (?:back|returning|buying|using|shopping|renewing)|(?:not|n't) (?:going|coming|go|come) back|looking for (?:a new|another|alternatives|a different)|good riddance|(?:dumped|ditched|dumping|ditching) (?:them|my|our|\w+)|take (?:my|our) (?:business|money) elsewhere|former customer|ex-customer)",
    ),
)
RULES = compiled(ROWS)
