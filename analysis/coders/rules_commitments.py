"""Rules for `commitments`: whether promises, terms, prices and dates were kept. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

SAID = r"(?:told|promised|assured|guaranteed|said|quoted|informed|advised|led to believe|under the impression|advertised|stated|claimed|agreed|confirmed|sworn?)"
ROWS: tuple[Row, ...] = (
    (
        "commitments.promised-but",
        "commitments",
        "failed",
        r"(?:promis(?:e|ed|es|ing)|assur(?:ed|es|ing|ances?)|guarantee(?:d|s)?|pledged|swore|vowed)\b[^.!?\n]{0,140}?\b(?:but|never|not|n't|however|yet|only to|didn't|still|nothing|instead|without)",
    ),
    (
        "commitments.broken-promise",
        "commitments",
        "failed",
        r"(?:(?:broke|broken|break|breaking|breach(?:ed|ing)?|empty|false|unkept|unfulfilled|hollow|renege[ds]?(?: on)?|went back on|go back on|back(?:ed|ing)? out of) (?:of )?(?:\w+ ){0,3}(?:promise|word|agreement|contract|commitment|deal|offer|guarantee|policy|terms)s?|bait.and.switch|as promised\?|what (?:i|we) (?:was|were|had been|am|been) promised|contrary to (?:what|their|the)|so much for|false(?:ly)? advertis\w+|misleading advert\w*|never (?:was|were) (?:honou?red|kept))",
    ),
    (
        "commitments.was-told-x",
        "commitments",
        "failed",
        rf"(?:(?:i|we) (?:was|were|had been|am|have been|'ve been)(?: then| also| again| even| explicitly| specifically| initially| originally| previously| repeatedly| first)? {SAID}(?: that| by [\w ]{{1,30}}?)? (?:it|this|that|the|they|my|i|we|he|she|someone|a|an|there|to|everything|our)[^.!?\n]{{0,40}}? ?(?:would|will|was going to|were going to|should|'d|could|expect|wait|allow|within|by (?:mon|tue|wed|thu|fri|sat|sun|the end|tomorrow|today)|takes?|qualif\w+|eligible|covered|free|available|no (?:fee|charge|problem|interest)|approved|in stock)\b)",
    ),
    (
        "commitments.said-would",
        "commitments",
        "failed",
        r"(?:(?:they|he|she|agent|rep|representative|company|bank|store|support|website|site|who|person|guy|lady|woman|man|manager|supervisor|email|tech|technician|[A-Z]\w+) (?:\w+ )?(?:said|told (?:me|us)|claimed|stated|promised|assured (?:me|us)|confirmed|agreed|insisted|informed (?:me|us)|indicated|swore|guaranteed) (?:that )?(?:they|it|he|she|i|we|the|my|a|someone|this|everything|you|there|our)[^.!?\n]{0,40}? ?(?:would(?! not|n't)|will(?! not)|'d|'ll|was going to|were going to|should (?:be|arrive|get|have|receive)))",
    ),
    (
        "commitments.supposed",
        "commitments",
        "failed",
        r"(?:(?:was|were|is|are|'s|'re)(?: originally| also| actually| both| all)? supposed to (?:be|have|arrive|come|call|ship|deliver|get|last|take|work|happen|contact|send|receive|go|start|show|include|cover|pick|refund|install|return)|should(?:'ve| have) (?:been|arrived|come|gotten|got|received|shipped|had|taken|included|gone|paid|covered)|should already|(?:was|were) due (?:to|on|by|back|in)|(?:was|were) scheduled)",
    ),
    (
        "commitments.no-show",
        "commitments",
        "failed",
        r"(?:no.?show|never (?:showed|turned up|called (?:me |us )?back|came (?:back|out|to)|returned (?:my|our|the|any)|arrived|shipped|got (?:a |the |that |my )?(?:call|email|refund|reply)|phoned|rang|materiali[sz]ed|happened|delivered|appeared|contacted|received (?:it|my|the|a|any|anything|our)|sent (?:me|it|the|us|a|my)|followed (?:up|through))|did(?:n't| not) (?:show|turn up|arrive|call (?:me )?back|come through|honou?r|deliver|follow through|keep|happen|materiali[sz]e)|stood (?:me|us) up|missed (?:the |their |our |my |its |another |several )?(?:appointment|deadline|delivery|date|window)|nobody (?:came|showed|called|turned)|no one (?:came|showed|called|turned|ever (?:came|called))|came and went|failed to (?:show|deliver|appear|arrive|honou?r|call|keep|provide|disclose|meet|send))",
    ),
    (
        "commitments.cancelled",
        "commitments",
        "failed",
        r"(?:(?:flight|order|reservation|booking|appointment|delivery|account|policy|subscription|train|room|offer|auction|sale|transaction|purchase|contract)s? (?:was|were|had been|has been|is|got|been|being) (?:then |suddenly |later |also |just |automatically |unilaterally )?(?:cancel\w*|delayed|postponed|overbooked|lost|given away|rescheduled|changed|double.?booked|closed|pushed (?:back|out)|terminated|rejected)|(?:they|[A-Z]\w+|airline|hotel|company|store|bank|seller) (?:had |have |has |just |then |simply |unilaterally )*(?:cancel+ed|rescheduled|postponed|overbooked|double.?booked) (?:my|our|the|it|on|me|us|an?)|(?:pushed|put) (?:back|out) (?:to|until|by|another)|lost (?:my|our|the) (?:order|luggage|bag|bags|package|parcel|reservation|booking|shipment|car|paperwork|application|payment)|(?:back.?ordered|out of stock|discontinued))",
    ),
    (
        "commitments.late",
        "commitments",
        "failed",
        r"(?:<num> (?:<long>|minutes?|mins?) (?:late|overdue|past (?:the|when|our|my)|after (?:the|our|my) (?:appointment|scheduled|promised|deadline|due|delivery|reservation))|(?:arrived|came|delivered|shipped|showed up|was|were|is) (?:\w+ )?(?:late|overdue|behind schedule)\b|delivery date (?:came|passed|changed|slipped|kept)|(?:kept|keeps|keep) (?:getting |being )?(?:push|delay|chang|mov|postpon|slipp|resched)\w+|(?:deadline|date|day|week|friday|monday|tuesday|wednesday|thursday|saturday|sunday) (?:came|passed|rolled around|comes) (?:and|with(?:out| no)|but)|delay(?:ed|s)? (?:again|several|another|twice|by))",
    ),
    (
        "commitments.charged-anyway",
        "commitments",
        "failed",
        r"(?:(?:charged|billed|invoiced|debited|dinged|took|taken) (?:\w+ ){0,4}(?:anyway|despite|even though|twice|double|again|after (?:i|we|being|cancel\w*)|when (?:i|they|we)|without (?:my|our|any|telling|warning|permission|authori\w+|notice|notifying)|instead of|more than (?:the )?(?:quoted|agreed|advertised))|double.(?:charged|billed)|over(?:charged|billed)|(?:different|higher) (?:price|rate|amount|fee|total) (?:than|from)|(?:raised|increased|hiked|upped|doubled|changed) (?:my|our|the|their) (?:\w+ ){0,3}(?:rate|price|premium|bill|fee|payment|rent|terms|interest|plan)s?|price (?:went|had gone|jumped|increase)|hidden (?:fee|charge|cost)s?)",
    ),
    (
        "commitments.warranty",
        "commitments",
        "failed",
        r"(?:(?:not|n't|isn't|wasn't|no longer|never|n't be|void(?:ed|s)?|refus\w+|den(?:y|ied)|dishonou?r\w*|outside|out of|deny|without) (?:\w+ ){0,4}(?:covered|warranty|guarantee|under warranty|honou?r(?:ed|ing)?)|warranty (?:\w+ ){0,3}(?:void|expired|worthless|doesn't|didn't|does not|did not|won't|wouldn't|claim (?:was )?(?:denied|rejected)|refus\w+)|lifetime (?:warranty|guarantee).. (?:but|not|n't|only|except)|(?:supposedly|allegedly) (?:covered|guaranteed|included|unlimited))",
    ),
    (
        "commitments.not-as",
        "commitments",
        "failed",
        r"(?:not (?:as|what) (?:advertised|described|promised|ordered|agreed|pictured|stated|i ordered|we ordered|i (?:was|had been) (?:told|promised|quoted|sold|signed)|was (?:promised|advertised|agreed|ordered)|they (?:said|promised|told|claimed))|(?:not|n't|isn't|wasn't|nothing) (?:\w+ ){0,2}what (?:i|we) (?:ordered|paid for|signed up|agreed|asked for|was told|were told|bought|requested|was promised)|despite (?:\w+ ){0,3}(?:promis\w+|assur\w+|claim\w+|saying|stating|being told|having been told|the fact|what|advertis\w+|confirm\w+|agree\w+|an? (?:email|letter|guarantee|agreement)|their)|even though (?:they|the|i|we|he|she|it|my|their|you)(?: \w+){0,4} (?:said|told|promised|states?|stated|says|clearly|confirmed|guarantee[ds]?|advertised|agreed|paid|assured|offered|approved|claim\w*))",
    ),
    (
        "commitments.contract",
        "commitments",
        "failed",
        r"(?:(?:violat\w+|breach\w*|in violation|against) (?:of )?(?:\w+ ){0,4}(?:contract|agreement|terms|policy|policies|law|act|fcra|fdcpa|regulations?|rights)|(?:per|according to|under|by|in) (?:the|their|my|our|its) (?:own )?(?:\w+ )?(?:contract|agreement|terms|policy|website|disclosures?|advertis\w+|offer|promotion|guarantee|warranty|sla)[^.!?\n]{0,100}?(?:but|not|n't|however|yet|never|refus\w+|fail\w+|should|instead))",
    ),
    (
        "commitments.offer-denied",
        "commitments",
        "failed",
        r"(?:(?:promotion|bonus|offer|promo|coupon|discount|rebate|reward|points?|gift card|voucher|credit|price match|special|deal|miles|free \w+)s?\b[^.!?\n]{0,90}?(?:not (?:honou?r\w*|valid|eligible|apply|applied|received|qualif\w+|given|credited|post\w*)|n't (?:honou?r|apply|valid|get|qualify|eligible|receive|been|work|post)|never (?:received|applied|credited|came|honou?red|posted|got)|den(?:ied|y)|refus\w+|expired|no longer|rejected|declined)|(?:did not|didn't|never|would not|wouldn't|refuses? to|refused to|not) (?:honou?r|receive|get|credit|apply|give me)(?: \w+){0,4} (?:promotion|bonus|offer|promo|coupon|discount|rebate|reward|points|gift card|voucher|price|deal|rate|agreement|miles))",
    ),
    (
        "commitments.call-back-failed",
        "commitments",
        "failed",
        r"(?:(?:call(?:ing)?|called|phone|phoning|ring|e-?mail|get|getting|got|hear|heard|contact(?:ing)?) (?:me |us |you |right |it |with |to )*back\b[^.!?\n]{0,70}?(?:never|n't|not|no one|nobody|still|nothing|but|haven't)|(?:never|n't|not|no one|nobody)(?: \w+){0,3} (?:called|call|phoned|rang|got|get|contacted|returned|return)(?: (?:me|us|my|our|any|the|a|to|calls?))* ?(?:back|calls?|messages?)\b)",
    ),
    (
        "commitments.policy-broken",
        "commitments",
        "failed",
        r"(?:(?:guaranteed|next.day|overnight|same.day|two.day|2.day|priority|express|expedited|next business day) (?:delivery|shipping|service|post|mail|repair|turnaround)?[^.!?\n]{0,90}?(?:but|late|not|n't|never|weeks?|instead|still|yet)|(?:website|site|ad|sign|page|email|store|flyer|box|brochure|receipt|menu|listing) (?:\w+ )?(?:said|says|stated|states|claimed|claims|clearly|promises|promised|listed|showed)[^.!?\n]{0,90}?(?:but|not|n't|however|yet|instead|only)|(?:don't|doesn't|didn't|not|no longer) (?:carry|stock|have (?:it|that|any) in stock|offer (?:that|it|this|those)|support (?:that|it|this)))",
    ),
    (
        "commitments.story-changed",
        "commitments",
        "failed",
        r"(?:(?:different|another|new|conflicting|contradict\w+) (?:story|answer|information|person|date|excuse|version|reason)s?(?: (?:each|every) time| from| this time)|(?:story|answer|tune|mind|date)s? (?:kept )?chang(?:ed|ing|es)|now (?:they|he|she|it) (?:say|says|claim|claims|tell|tells|want|wants)|now (?:they're|he's|she's|i'm|i am) (?:saying|telling|told|claiming|being told)|(?:then|now|suddenly|later) (?:was|were|am|being|i was|i'm|we were) told)",
    ),
    (
        "commitments.as-promised",
        "commitments",
        "met",
        r"(?:(?:just )?as (?:promised|advertised|agreed|described|quoted|scheduled|stated|ordered)(?!\?)|(?:true|good) to (?:his|her|their|its) word|kept (?:his|her|their|its) (?:word|promise)s?|made good on|(?:right |bang |exactly |spot )?on time\b|on schedule|on the dot|when (?:they|he|she) said (?:they|he|she|it) would|like (?:they|he|she) (?:said|promised)|sure enough,? (?:they|he|she|it|the)|followed through|honou?red (?:the|their|my|our|its|it)|under warranty|covered by (?:the |my |their )?warranty|(?:did|does) what (?:they|he|she|it) (?:said|promised|says)|(?:delivered|live|lived|lives) (?:on|up to) (?:their|its|his|her|the) (?:promise|word|claim|guarantee|reputation)s?)",
    ),
    (
        "commitments.no-quibble",
        "commitments",
        "met",
        r"(?:(?:no.questions.asked|no.quibble|\d+.day (?:return|money.back|change|satisfaction|exchange)|money.back guarantee|lifetime (?:warranty|guarantee)|return policy|extended warranty|price match\w*|satisfaction guarantee\w*)[^.!?\n]{0,80}?(?:no problem|refund\w*|replaced|honou?r\w*|great|smile|fixed|free|new one|complete|full|happy|happily|easy|easily|immediately))",
    ),
    (
        "commitments.sooner",
        "commitments",
        "exceeded",
        rf"(?:(?:{SAID}|expect(?:ed|ing)?|estimated|supposed to|would take|could take|might take|might be|up to|wait|quote[ds]?|scheduled)[^.!?\n]{{0,80}}?<unit>[^.!?\n]{{0,40}}?(?:but|and|yet|only|however|,)[^.!?\n]{{0,50}}?(?:next (?:day|morning)|same day|within (?:an?|<num>|\d+)? ?(?:hours?|minutes?|day)|in (?:just |under |only |less than )?(?:<num>|an?)? ?(?:hours?|minutes?)|early|earlier|sooner|already|already (?:there|here|done))|(?:a |<num> )?<unit> (?:early|earlier|ahead of|sooner than)|ahead of schedule|earlier than (?:promised|expected|scheduled|quoted|estimated|they)|(?:sooner|quicker|faster) than (?:promised|they|quoted|advertised|the estimate\w*|scheduled)|under.?promise\w*|better than (?:promised|advertised|quoted)|(?:less|cheaper|lower) than (?:the )?(?:quoted?|estimated?|they (?:said|quoted)))",
    ),
)
RULES = compiled(ROWS)
