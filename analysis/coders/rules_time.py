"""Rules for `response_time`: how long an answer or an act took, as the author judges it. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

ROWS: tuple[Row, ...] = (
    (
        "time.on-hold",
        "response_time",
        "failed",
        r"(?:(?:on|placed on|put on|left on|sat on|sitting on|kept on|been on) (?:hold|the phone|the line)[^.!?\n]{0,40}?(?:for )?(?:over |about |almost |nearly |more than |at least |like |another |around |approximately |literally |close to |up to )*<num>[- ](?:and a half )?(?:hour|hr|minute|min)s?|<num> ?(?:and a half )?(?:hour|hr|minute|min)s?(?: \w+){0,3} on (?:hold|the phone)|on hold for(?:ever| ages| what| an eternity| so long| hours)|hold times?|long (?:hold|wait|queue|line)s?|(?:wait|queue|hold)(?:ing)? times? (?:\w+ ){0,3}(?:long|hour|ridiculous|excessive|unreal|outrageous|unbelievable|of))",
    ),
    (
        "time.waited",
        "response_time",
        "failed",
        r"(?:(?:wait|waits|waited|waiting)(?: and wait(?:ed|ing)?| there| around| patiently| in line| in the queue| in a queue| on hold| on them| for them| for (?:my|the|a|it|this|their|someone)[\w ]{0,25}?| now)*(?: for| over| about| almost| nearly| more than| at least| like| another| a| around| approximately| close to| some| up to| yet another)* (?:<num>|an additional <num>|eons?|ages|forever|an eternity)[- ]?(?:business |working |whole |full |entire |more |long |and a half )*(?:<unit>|ages|eternity|forever)?\b|waited and waited|(?:wait|waited|waiting) (?:forever|ages|so long|too long|an age)|made (?:me|us) wait|kept (?:me|us) waiting|keep (?:me|us) waiting|still waiting|i'm waiting|been waiting|tired of waiting|sick of waiting|wait was)",
    ),
    (
        "time.took-long",
        "response_time",
        "failed",
        r"(?:(?:took|taken|taking|takes|take)(?: (?:me|us|them|him|her|it|over|about|almost|nearly|more than|at least|like|another|well over|the better part of|around|approximately|up to|close to|some|a total of|a full|a whole|an additional|upwards of))* (?:(?:<num>|\d+)[- ](?:business |working |whole |full |entire |more |long |and a half |solid )*<long>|forever|ages|an age|an eternity|way too long|far too long|too long|so long|too much time|its sweet time|their (?:own |sweet )+time)(?! (?:or so )?(?:drive|walk|trip|flight))|too (?:long|slow)\b|slow (?:response|service|reply|to (?:respond|answer|reply|act)|support|process)|(?:painfully|agonizingly|agonisingly|incredibly|extremely|ridiculously|excruciatingly|glacially|so|very|really|too|terribly|dreadfully) slow(?:ly)?\b|glacial|snail'?s? pace|drag(?:ged|ging|s)? (?:on|out|their (?:feet|heels))|stall(?:ed|ing) (?:me|us|tactic\w*)|delay tactics?)",
    ),
    (
        "time.no-reply",
        "response_time",
        "failed",
        r"(?:(?:no|without|never|zero|not a single|not (?:even )?(?:an?|one|received|gotten|heard|had)|nor|n't|any|lack of)(?: (?:\w+ed|had|have|gotten|get|got|an?|any|even|so much as|single|further|human|real|one|to|me|my|our|back|the courtesy of|satisfactory|additional|from|been|prompt|timely))* (?:response|reply|replies|answer|acknowledg\w+|call.?back|return (?:call|phone call)|responded|replied|answered|written back|word back|contact from|communication from|emails? back|respond|reply to)\b|(?:unanswered|ignored (?:my|our|all|the|every|me)|radio silence|crickets|dead silence|(?:total|complete|deafening|stony|utter) silence|silence\.|ignoring (?:my|me|our|us)|(?:been|was|were|am|being|get|got|getting|gets) ignored|fell on deaf ears|black hole|void\.))",
    ),
    (
        "time.not-heard",
        "response_time",
        "failed",
        r"(?:(?:have|has|had)(?:n't| not| never| yet to| still not| still yet to| still never)(?: yet| ever| even)? (?:hear(?:d)?|receiv(?:e|ed)|gotten|got|get|responded|replied|answered|called|contacted|been (?:contacted|answered|called|updated))\b|(?:never|nothing|not) (?:hear|heard)(?: \w+){0,2}(?: back| from| anything| a thing| a word)|(?:heard|hear|got|received) (?:back )?(?:nothing|crickets|zip|nada|zilch|jack)|did(?:n't| not| never) (?:hear|get|receive)(?: \w+){0,3} (?:back|response|reply|answer|call)|nobody (?:answers?|answered|responded|replied|picks up|picked up|responds)|no one (?:answers?|answered|responded|replied|picks up|picked up|ever|responds|would answer|has (?:called|responded|replied|contacted))|(?:do|does|did|will|would)(?:n't| not| never) (?:respond|reply|answer|return (?:my|our|calls?|any)|pick up|write back|call back|get back)|never (?:responded|replied|answered|wrote back|got back|returned|called|respond|reply|answer|return|hear|call|got a (?:response|reply|call|answer)|received (?:a|any) (?:response|reply|answer|call)))",
    ),
    (
        "time.later-still",
        "response_time",
        "failed",
        r"(?:(?:it's|its|it is|it has|it had|it's now|has now|have now|that was|this was|that's|now)(?: now| been| over| almost| about| nearly| more than| going on| well over| like| roughly| at least| close to| just over| only)* (?:<num>|\d+)[- ](?:\w+ )?<long>(?: ago| later| now| since| and)?[^.!?\n]{0,50}?(?:still|n't|not|nothing|no |never|later|since|waiting|yet|without)|(?:<num>|\d+)(?: \w+)? <long>(?: have| had| has)? (?:later|on|passed|gone by|went by|after|now|and counting)[^.!?\n]{0,60}?(?:still|n't|not |nothing|no |never|finally|again|waiting|yet)|after (?:over |about |almost |nearly |more than |at least |another |waiting )*(?:<num>|\d+)(?: more| full| long| solid| whole)? <long>[^.!?\n]{0,50}?(?:still|n't|not|nothing|no |never|finally|of (?:waiting|calling|this|back|being|trying|emails?|phone|going|no|run))|for (?:over |about |almost |nearly |more than |at least |the (?:past|last) |well over )*(?:<num>|\d+) (?:months?|weeks?|years?|days?) (?:now|already|straight|running|and (?:still|counting))|months?.long|weeks?.long|drawn.out)",
    ),
    (
        "time.chasing",
        "response_time",
        "failed",
        r"(?:(?:call(?:ed|ing|s)?|e-?mail(?:ed|ing|s)?|phoned|wrote|written|contact(?:ed|ing)?|ask(?:ed|ing)?|sent|complain(?:ed|ing)?|messaged|tried|trying|chas(?:ed|ing)|follow(?:ed|ing) up|request(?:ed|s)?)(?: (?:them|him|her|me|the \w+|my|multiple|\w+ support|back|to (?:call|contact|reach)|on|up|in|with|customer service|\w+))* (?:repeatedly|again and again|over and over|several times|multiple times|many times|numerous times|countless times|twice|three times|four times|five times|dozens of times|\d+ times|every (?:day|week|other day|few days|month)|daily|weekly|time and (?:time )?again|a (?:dozen|million|hundred|few|couple of) times|yet again)\b|(?:several|multiple|many|numerous|countless|repeated|dozens of|endless|two|three|four|five|six|seven|eight|nine|ten|\d+|a dozen|half a dozen|hundreds of|all (?:of )?my|a (?:few|couple(?: of)?)|xxxx)(?: more| different| separate| unanswered| follow.?up| long| phone| further)* (?:calls?|phone calls?|e-?mails?|messages|letters|attempts|voice ?mails?|tickets|requests|complaints|tweets|faxes|reminders)\b(?: (?:later|and|to|with|over|from|without|in)[^.!?\n]{0,80}?(?:still|no|not|n't|nothing|never|finally|before|later|week|month|day)))",
    ),
    (
        "time.overdue",
        "response_time",
        "failed",
        r"(?:overdue|long wait|endless(?:ly)? (?:wait|delay|hold)\w*|delays?\b(?! (?:pedal|effect|line|timer))|untimely|timely manner|in a timely|delayed|so much (?:additional |of my )?time|eternity|unresponsive|(?:slow|poor|late) (?:to respond|respon\w+)|by the time (?:they|he|she|someone|anyone)|(?:finally|eventually) (?:answered|responded|replied|got (?:through|back|a|someone|an?|hold|to (?:speak|talk))|picked up|called|arrived|came|reached|showed|sent|shipped|received|spoke|connected|put through)|sweet time|hours? (?:of my (?:life|time|day)|wasted|on the phone|later)|(?:spent|spend|spending|wasted|waste|lost)(?: \w+){0,3} (?:hours?|days|weeks|months|(?:<num>|\d+) (?:hours?|days|weeks|months|minutes))\b|no (?:update|progress|movement|word|news)s?\b|(?:days|weeks|months) (?:on end|without|between|go by|went by|passed|and (?:days|weeks|months)))",
    ),
    (
        "time.in-time",
        "response_time",
        "met",
        r"(?:(?:in|within) (?:good time|a (?:reasonable|timely)|reasonable time)|prompt(?:ly)?\b(?! (?:me|for|you|asks|says|to|that|the))|timely (?:response|reply|fashion)|quick(?:ly)? (?:response|reply|turnaround|answer|respond\w*|repl\w+|answer\w*|fix\w*|resol\w+|service)|(?:fast|speedy|swift|rapid|immediate) (?:response|reply|service|turnaround|shipping|delivery|answer|resolution|help|action|support|refund)|(?:responded|replied|answered|fixed|resolved|shipped|arrived|sorted|solved|handled|dealt with|delivered|got back|acted|called back|refunded|came|back to me|done|served)(?: \w+){0,4} (?:quickly|fast|swiftly|speedily|promptly|immediately|straight away|right away|in no time|the (?:same|next|following|very next) (?:day|morning|afternoon|week)|within (?:<num>|\d+|an?) (?:minutes?|hours?|days?)|in (?:under |less than |just |only |about )?(?:<num>|\d+|an?) (?:minutes?|hours?|days?))|(?:no|without|any|little|hardly any|barely any|short|minimal) (?:waiting|wait(?:ing)?|hold|delay|queue)(?: time)?\b|(?:next|very next|same) (?:business )?day,?(?: \w+){0,6} (?:arrived|received|email|reply|response|called|replied|delivered|at my door|fixed|back|new|replacement|in my|shipped|there)|(?:a|the) (?:few|couple(?: of)?) (?:minutes?|hours?|days?) later,?(?: \w+){0,6} (?:arrived|received|got|email|reply|response|called|replied|fixed|new|replacement|working))",
    ),
    (
        "time.in-minutes",
        "response_time",
        "exceeded",
        r"(?:(?:with)?in (?:a |the |under |just |only |less than |about |literally |mere |maybe |around |a matter of |<num> |\d+ |couple )*(?:seconds|minutes?|mins|an hour|hours?|the hour)(?: of| flat| later)?[^.!?\n]{0,40}?(?:reply|replied|respon\w+|answer\w*|back to me|fixed|solved|resolved|sorted|working|done|connected|called|e-?mailed?|we had|i had|received|was on|were on|delivered|talking|speaking|there|activated|refund\w*|got)|(?:reply|replied|respon\w+|answer\w*|got back|wrote back|back to me|fixed|solved|resolved|sorted|called(?: me)? back|heard back|arrived|activated|refunded|done|reactivated|e-?mailed me|tweeted back|in and out|on (?:the|its) way|taken care of)(?: \w+){0,5} (?:with)?in (?:a |the |under |just |only |less than |about |literally |mere |maybe |around |a matter of |<num> |\d+ |couple )*(?:seconds|minutes?|mins|an hour|hours?|the hour|two days|a day|24 hours)\b|(?:minutes|moments|seconds|(?:an|one|two|\d) hours?) (?:later|after)[^.!?\n]{0,60}?(?:had|got|received|was|were|there|replied|answer\w*|called|fixed|email|reply|talking|response))",
    ),
    (
        "time.surprise",
        "response_time",
        "exceeded",
        r"(?:(?:sooner|quicker|faster|earlier|less time|more quickly) than (?:i|we|expected|anticipated|i'd|anyone|promised|usual|any|most|i've)|(?:record time|no time(?: at all| flat)?|lightning|in a flash|blazing\w*|super.?fast|ridiculously (?:fast|quick)|amazingly (?:fast|quick)|incredibly (?:fast|quick|prompt)|impressively (?:fast|quick)|surprisingly (?:fast|quick|prompt)|insanely (?:fast|quick)|unbelievably (?:fast|quick)|(?:so|that|how|pretty|really|very|damn|extremely|super) (?:fast|quick(?:ly)?|prompt(?:ly)?|responsive|speedy)\b(?! (?:for|to (?:blame|judge|point)))|second ring|first ring|instant(?:ly|aneous\w*)? (?:connected|answer\w*|repl\w+|respon\w+|approved|refund\w*|gratification|put)|immediately (?:answered|replied|responded|connected|called|e-?mailed|sent|shipped|refunded|offered|apologi[sz]ed|put|fixed|credited|got|wrote)|within (?:seconds|minutes|moments|the hour|an hour|hours)|same.day|the (?:very )?next (?:day|morning)|on a (?:saturday|sunday|weekend|holiday|bank holiday|friday night|sunday night)|at (?:\d+ ?(?:am|pm)|midnight|night|11|10|3) ?(?:on|at|in)?.{0,15}?(?:replied|answered|responded|wrote)|before i (?:even |could )|by the time i (?:got|had|woke|checked|was)|out of hours|24/7|already (?:on (?:its|the) way|fixed|shipped|been|there|had|done|replied|answered|waiting)|overnight(?:ed)?\b(?! (?:bag|stay|trip))|turn.?around))",
    ),
)
RULES = compiled(ROWS)
