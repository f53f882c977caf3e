"""Rules for `competence`, `ownership`, `flexibility`, `follow_up` and `effort`. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

ROWS: tuple[Row, ...] = (
    (
        "competence.clueless",
        "competence",
        "failed",
        r"(?:clueless|incompeten\w+|inept\w*|ignorant|untrained|poorly trained|not trained|inexperienced|idiot\w*|moron\w*|imbecile\w*|bumbling|bungl\w+|botch\w+|screw(?:ed)?.?up|messed up|fouled up|(?:had|have|has|with) (?:absolutely |literally |clearly )?no (?:idea|clue)|no idea (?:what|how|why|who)|no clue|didn't (?:even )?(?:know|understand|have a clue)(?: (?:what|how|anything|the|why|who|that|much|their|about))|(?:don't|doesn't|does not|did not|do not) (?:even |really |seem to |appear to )*(?:know (?:what|how|anything|the|their|about)|understand (?:what|how|the|my|that))|know(?:s)? nothing|(?:wrong|incorrect|bad|false|conflicting|contradict\w+|inaccurate|inconsistent|different|erroneous|bogus) (?:information|advice|info|answers?|instructions?|number|department|diagnosis)|misinform\w+|misdiagnos\w+|(?:his|her|their|your) (?:own )?(?:mistake|error|screw.?up|mess|incompetence|negligence)|(?:clerical|human|computer|system|data.entry|bank|billing) errors?|made (?:a|an|the|several|another) (?:mistake|error)s?|left hand|couldn't (?:figure|find|understand|explain|answer)|can't (?:figure|find|understand|explain|answer))",
    ),
    (
        "competence.knows",
        "competence",
        "met",
        r"(?:knowledg(?:e?able|e of)|(?:knew|knows|know|knowing) (?:exactly |precisely |just |immediately |right away )*(?:what (?:he|she|they|the) (?:was|were|is|are|problem)|what to do|his stuff|her stuff|their stuff|what was wrong|how to|his way|the answer)|competent(?:ly)?|skil(?:l|led|ful\w*)|expert(?:s|ly|ise)?\b(?! (?:sex|system))|well.(?:trained|informed)|professional(?:ly|s|ism)?\b(?! (?:edition|version|photograph\w*|life|services|development))|efficient(?:ly)?|figured (?:it )?out (?:right away|immediately|quickly|what|the|that)|diagnosed (?:it|the)|spoke (?:\w+ )?(?:english|my language)|technically (?:savvy|competent)|clued.?(?:up|in)|(?:great|good|excellent|sound|useful|solid) advice|insightful|most informative|informative)",
    ),
    (
        "ownership.passed",
        "ownership",
        "failed",
        r"(?:(?:transfer(?:red|ring)?|pass(?:ed|ing)?|bounc(?:ed|ing)|shuffled|shunted|handed(?: off)?|sent|referred|redirected|forwarded|routed|shuttled|punted|ping.?pong\w*)(?: (?:me|us|my call|it|the call|him|her|back and forth|around|from|off|on|over|along))* (?:from (?:\w+ ){1,4}to|between|back and forth|around|to (?:a |an |the |yet |another |different |someone else|somebody else|other |several |multiple |\w+ )*(?:department|person|agent|rep|number|supervisor|representative|team|office|people|line)s?|(?:several|multiple|three|four|five|six|many|numerous|\d+) times|again)|(?:pass(?:ed|es|ing)? the buck|buck.?passing|finger.?point\w*|point(?:ed|ing|s) (?:the |their )?fingers?|blam(?:e|ed|es|ing) (?:me|it|the|each|my|us|on|everyone|someone|him|her|another|\w+ for)|(?:each|one) (?:other|another|blam\w+|saying|claiming|pointing)|not (?:their|our|my|his|her) (?:problem|fault|department|responsibility|job|issue)|(?:isn't|wasn't|is not|was not|n't) (?:their|our|his|her|my) (?:problem|fault|responsibility|job|department)|(?:refus\w+|fail\w+|n't|not|no one|nobody|deny|denied|denies|avoid\w*|without|never|wash\w*)(?: \w+){0,4} (?:responsib\w+|accountab\w+|blame|ownership|liab\w+|hands)|no (?:accountability|responsibility|ownership)|shift(?:ed|ing)? (?:the )?(?:blame|responsibility)|told (?:me|us|him|her) (?:to|that i (?:need|had|must|should)(?:ed)? to|i (?:need|had|must|should|have)(?:ed)? to|i'd (?:have|need) to|we (?:need|had)(?:ed)? to) (?:call|contact|go to|talk to|speak (?:to|with)|take it up|deal with|ask|file|reach out|check with|write|get (?:in touch|it from))|said (?:to|i (?:need(?:ed)?|had|have|should|must) to|that i (?:need(?:ed)?|had|have|should|must) to) (?:call|contact|go to|talk to|speak|file|reach out)|(?:he said.she said|runaround|run.?around|go(?:ing|es|ne)? (?:round|around) (?:and around )?in circles|wrong department|back and forth|out of (?:their|our|my|his|her) (?:hands|control)|third.party|foist\w*|someone else'?s (?:problem|fault))))",
    ),
    (
        "ownership.took",
        "ownership",
        "met",
        r"(?:(?:took|take|takes|taking|taken|accepted|accepts|assumed) (?:full |complete |personal )?(?:responsibility|ownership|the blame|charge)|(?:stood|stand|stands|standing) behind|own(?:ed|ing) (?:the|their|up to|it|this) (?:problem|mistake|error|issue)?|(?:made|make|making) (?:it|this|that|things) (?:their|his|her) (?:problem|mission|business)|saw it through|admitted (?:it was )?(?:their|his|her) (?:mistake|fault|error)|it was (?:their|his|her|our) fault and|single point of contact|(?:he|she|they) (?:personally )?(?:handled|oversaw|followed) (?:it|everything|the whole))",
    ),
    (
        "flexibility.policy",
        "flexibility",
        "failed",
        r"(?:(?:it's|its|that's|was|is|against|our|their|company|store|the|due to|because of|hid(?:e|ing)? behind|cited?|citing|strict|ridiculous|stupid|bank) (?:\w+ ){0,2}polic(?:y|ies)\b[^.!?\n]{0,60}?(?:not|n't|no |never|can't|cannot|refus\w+|won't|because|so )|(?:against|violat\w+) (?:\w+ ){0,2}policy|no exceptions?|wouldn't (?:make an exception|bend|budge|negotiate|compromise|work with|accommodate|let me|let us)|(?:refused|unwilling|not willing|wasn't willing|weren't willing) to (?:make an exception|bend|budge|negotiate|compromise|work with|accommodate|consider|waive|work (?:something|it) out)|would not (?:make an exception|bend|budge|negotiate|compromise|work with|accommodate|let|waive)|inflexib\w+|rigid|(?:the |their |its |our )?(?:system|computer) (?:\w+ )?(?:won't|doesn't|wouldn't|will not|does not|can't|cannot|would not) (?:let|allow|permit)|sorry,? (?:that's|it's) (?:just )?(?:the|our) (?:policy|rule|procedure)|bureaucra\w+|red tape|hands are tied|not allowed to|rules are rules|by the book|insist(?:ed|s|ing)? (?:on|that|i)|forc(?:ed|ing) (?:me|us) to)",
    ),
    (
        "flexibility.bent",
        "flexibility",
        "exceeded",
        r"(?:(?:made|make|making|makes) an exception|bent (?:the|a) (?:rule|rules)|bend the rules|accommodat(?:ed|ing|es?)\b|waived|even though (?:it|the|my|i)(?: \w+){0,6} (?:warranty|expired|receipt|policy|late|my (?:own )?fault|past|closed)|(?:out of|outside|past|after the|no longer under|beyond) (?:the |its |my )?(?:\w+ )?(?:warranty|return (?:period|window)|deadline)[^.!?\n]{0,70}?(?:but|anyway|still|free|replace\w*|fix\w*|refund\w*|honou?r\w*|agreed|no problem)|without (?:a |the |my |any )?receipt|(?:stayed|opened|came in|kept) (?:open|late|early|after hours)|flexible|as a (?:courtesy|one.time|goodwill|gesture)|goodwill|gesture|special(?:ly)? (?:arrang\w+|order\w*|case)|let (?:me|us) (?:return|exchange|cancel|have|keep|use|off)|worked with (?:me|us)|found a way)",
    ),
    (
        "follow_up.chase",
        "follow_up",
        "failed",
        r"(?:(?:had|have|having|need(?:ed)?|forced) to (?:keep |constantly |repeatedly |always |continually |be the one to )*(?:chas(?:e|ing)|call(?:ing)? (?:them |him |her |back|again|every|to (?:find|check|ask|see|get))|follow(?:ing)? up|hound|pester|nag|ask(?:ing)? for (?:an )?update|check(?:ing)? (?:back|in|on)|contact them|phone them|e-?mail them|initiate)|(?:no|without|never|n't|not|lack of|zero|any)(?: \w+){0,5} (?:follow.?up|followed up|updates?|status|notification|notified|heads.?up|inform(?:ed)?|progress report|kept (?:me|us) (?:informed|updated|posted))\b|(?:haven't|hasn't|hadn't|have not|has not|never|n't|not) (?:heard|hear|been (?:contacted|notified|told|informed|updated)|called me|contacted me|notif\w+)(?: \w+){0,3}(?: back| from| anything| since| a| the| about| of| yet)?|kept? (?:calling|asking|checking|e-?mailing|having to|following|chasing)|called (?:them |him |her )?(?:back )?(?:again )?(?:to (?:find out|check|ask|see what|follow|get (?:an? )?(?:update|status)|inquire|enquire)|for (?:an? )?(?:update|status))|so i (?:called|e-?mailed|phoned|wrote|contacted|rang) (?:them )?(?:again|back)|(?:follow(?:ed|ing)?.?up|chas(?:e|ed|ing)) (?:with|on|by|again|several|multiple|call|e-?mail|and|the)|(?:left|kept|keep|leaving) (?:me |us )?in the dark|never (?:called|got|heard|came|contacted|notified|followed)(?: \w+)? back|call(?:ed)? (?:every|each) (?:day|week))",
    ),
    (
        "follow_up.checked",
        "follow_up",
        "met",
        r"(?:(?:followed|following|follows) up (?:with (?:me|us|a|an)|to (?:make|see|ask|check|ensure|confirm)|by|afterwards|later|the next|a few|after)|(?:a |nice |personal )?follow.?up (?:call|e-?mail|note|survey|message|letter) (?:from|to|asking|the next|a few)|kept (?:me|us) (?:informed|updated|posted|in the loop|apprised|up to date|abreast)|keep(?:ing|s)? (?:me|us) (?:informed|updated|posted|in the loop|apprised|up to date)|(?:called|e-?mailed|wrote|rang|phoned|contacted)(?: me| us)?(?: back)?(?: again| later| the next day| a few days later| afterwards)* (?:to (?:make sure|see (?:if|how|whether)|check|ask (?:if|how|whether)|confirm|let (?:me|us) know|warn|tell|apologi[sz]e|thank))|check(?:ed|s|ing)? (?:back|in|up)(?: on| with)? (?:me|us|to|later|if|how)|regular(?:ly)? (?:e-?mail |progress |status )?(?:updates?|updated)|updates? (?:along the way|every step|by (?:e-?mail|text|sms)|at (?:each|every))|(?:sent|sending|gave) (?:me|us) (?:regular |frequent |constant |an? )?(?:updates?|progress|status)|proactive(?:ly)?|let (?:me|us) know (?:when|that|as soon|every))",
    ),
    (
        "effort.maze",
        "effort",
        "failed",
        r"(?:(?:jump(?:ed|ing)?|go(?:ing|ne)?|leap(?:t|ing)?) through (?:\w+ ){0,4}hoops?|hoops\b|phone (?:tree|maze|menu|system|jail|hell)s?|(?:voice|automated|phone|endless|menu|ivr|recorded|press\w*) (?:menu|system|prompt|maze|message|response|voice|option|attendant|phone)s?|press(?:ed|ing)? (?:1|2|3|one|two|0|zero|buttons?|a number)|button (?:pushing|pressing|mashing)|(?:real|actual|live|human) (?:person|human|being|live person|human being|people)|speak to a (?:human|person|manager|supervisor|live)|(?:no|couldn't find (?:a|any)|can't find (?:a|any)|nowhere|without an?|hidden|there's no|there is no|isn't a|isn't even) (?:\w+ ){0,3}(?:phone number|contact (?:information|info|form|number|details|us)|e-?mail address|way to (?:contact|reach|talk|speak|get|call|cancel|change|do|tell)|telephone number|human|support number)|repeat(?:ed|ing)? (?:myself|my|the same|everything|it all|all)|(?:explain|tell|describe|repeat|start|re-?explain|give|told|explained)(?:ed|ing)? (?:\w+ ){0,4}(?:all over again|over and over|from (?:the beginning|scratch)|over again|(?:yet|once) again|again and again|for the (?:third|second|fourth|umpteenth|fifth|nth|tenth) time)|(?:filled?|fill|filling) (?:out|in) (?:\w+ ){0,4}(?:form|forms|paperwork|application|questionnaire)s?|rigmarole|rigamarole|hassle\b|pain in the|such a pain|an ordeal|this ordeal|nightmare|tedious|convoluted|cumbersome|maze of|Kafka\w*|catch.22|red tape|bureaucra\w+|impossible to (?:reach|contact|get|speak|talk|find|use|cancel|navigate|actually)|(?:hard|difficult|painful|nearly impossible) to (?:reach|contact|get (?:through|hold|a|an|in)|speak|talk|find|use|cancel|navigate|deal)|get(?:ting)? (?:through|hold of|ahold of) (?:to )?(?:any(?:one|body)|a (?:human|person|real|live)|someone|them)|transferred (?:\w+ ){0,4}(?:times|again|to)|bounced (?:around|from|between)|(?:multiple|several|numerous|many|countless|endless|three|four|five|six|\d+|different) (?:\w+ )?(?:departments|people|representatives|reps|agents|calls|phone calls|transfers|forms|supervisors|attempts|tries|hours on the phone)|(?:over and over|again and again|time and (?:time )?again)|drive (?:all the way|back|across|to the)|back and forth|had to (?:call|go|drive|return|resubmit|re-?send|provide|submit|fax|mail|re-?enter|explain|create|scan|print|re-?do|reinstall|take (?:time|a day|off)|send)(?: \w+){0,5} (?:again|back|twice|times|another|a second|all|multiple|several|more)\b)",
    ),
    (
        "effort.easy",
        "effort",
        "met",
        r"(?:(?:so|very|really|super|incredibly|extremely|pretty|that|was|is|made it|quite|much|surprisingly|how|as) (?:\w+ )?(?:easy|easier|simple|painless|straightforward|effortless|smooth|seamless|convenient|hassle.free)\b(?! (?:target|money|going|question|matter|fix|thing|enough request|pickings))|(?:no|without (?:any|a)|zero|minimal|little) (?:hassle|fuss|forms|paperwork|hoops|trouble|hitch|effort|drama|argument|b\.?s\.?|runaround|questions? asked|lengthy)|hassle.free|pain.?less(?:ly)?|smooth(?:ly)?\b(?= (?:process|experience|as|transaction|and|from|sailing))|no questions asked|(?:a|an actual|a real|real|live|actual),? (?:live |human )*(?:person|human|human being) (?:answered|picked up|on the (?:other end|phone|line))|(?:easy|simple|quick) (?:to (?:reach|contact|use|get|order|return|find|deal|set up)|process|return|and)|one (?:phone call|call|e-?mail|click|visit)|(?:just|simply|only|all i had to do was) (?:\w+ )?(?:one|a single|a quick|a (?:five|two|ten|5|2|10).minute) (?:call|e-?mail|phone call|click|form)|answered (?:the phone )?(?:by a human|on the (?:first|second) ring|right away|immediately))",
    ),
)
RULES = compiled(ROWS)
