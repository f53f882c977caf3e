"""Rules for `resolution`: whether the problem or need was solved in the end. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

FIXED = r"(?:fixed|repaired|solved|resolved|sorted(?: (?:it|that|this|everything|out))*|corrected|rectified|straightened out|cleared up|taken care of|restored|reinstated|up and running|back up|working (?:again|now|perfectly|fine|great)|good as new|right as rain)"
REMEDY = r"(?:replacement|refund|new one|new (?:unit|part|copy|set|pair|phone|laptop|battery|charger|drive|card|box|bike|router|modem|console|controller|cable|keyboard|screen|machine)|full refund|credit|repair)"
ROWS: tuple[Row, ...] = (
    # failed: it is still wrong
    (
        "resolution.still-not",
        "resolution",
        "failed",
        r"still (?:not|n't|doesn't|don't|isn't|aren't|hasn't|haven't|didn't|won't|can't|cannot|no|never|unable|without|broken|down|waiting|wrong|unresolved|missing|pending|the same|shows?|showing|reporting|having|getting|owe|refus\w+|happening|persist\w*|nothing|stuck|out \$|trying|wait|unsolved|affected|reports?|appear\w*|in limbo)",
    ),
    (
        "resolution.have-still",
        "resolution",
        "failed",
        r"(?:have|has|had|i|we|they|it|problem|which|and) still (?:have )?(?:not|n't|never|yet to|no)",
    ),
    ("resolution.yet-to", "resolution", "failed", r"(?:have|has|am|is|are) yet to"),
    (
        "resolution.to-date",
        "resolution",
        "failed",
        r"(?:to date|to this day|as of (?:today|now|this writing|yet)|until now|so far|even now),?.. (?:no |not |nothing|never|n't|still|hasn't|haven't|cannot)",
    ),
    (
        "resolution.not-fixed",
        "resolution",
        "failed",
        r"(?:not|never|n't|wasn't|isn't|nothing)(?: (?:yet|been|be|get|being|actually|really|ever|properly|fully|completely|able to|have|has|had|was|it|this|the <thing>|my <thing>|anything))* (?:fix(?:ed|ing)?|solved?|resolved?|resolving|repair(?:ed)?|correct(?:ed|ing)?|work(?:ing|ed)?|help(?:ed|ing|ful)?|address(?:ed)?|sort(?:ed)?(?: out)?|rectif\w+|refund(?:ed)?|replaced?|honou?r(?:ed)?)\b",
    ),
    (
        "resolution.doesnt-work",
        "resolution",
        "failed",
        r"(?:does|do|did|is|was|would|wo|has|ca)(?:n't| not|nnot) (?:work|working|worked|function|connect|turn on|start|load|charge|boot|play)",
    ),
    (
        "resolution.unresolved",
        "resolution",
        "failed",
        r"(?:unresolved|unsolved|unfixed|unfixable|un(?:re)?paired|to no avail|no (?:resolution|solution|fix|remedy|help|joy|luck|dice|success|result|progress|improvement|avail|refund|replacement|explanation|recourse))\b",
    ),
    (
        "resolution.nothing-done",
        "resolution",
        "failed",
        r"(?:nothing|n't (?:be )?anything|not anything|no one|nobody|little)(?: (?:that|which|else|more|much))?(?: <they>| we| i| you| could| can| would| was| has| have| is| be| been| had| ever)* (?:could |can |would |was |has |have |be |been |is |to be )*(?:do(?:ne)?|help(?:ed)?|happen(?:ed|s|ing)?|change[ds]?|worked|fix(?:ed)?)\b",
    ),
    (
        "resolution.cant-do",
        "resolution",
        "failed",
        r"(?:can't|cannot|couldn't|could not|can not|unable to|not able to|n't able to|won't|would not|wouldn't|will not|refus(?:es?|ed|ing) to|declin(?:es|ed) to|fail(?:s|ed|ing)? to|not willing to|unwilling to|wasn't going to|weren't going to|not going to)(?: (?:even|really|actually|just|simply|possibly|or|be|able|ever|still))* (?:do (?:anything|it|that|a thing|much)|help|fix|repair|replace|refund|exchange|resolve|solve|correct|change|remove|delete|update|release|reinstate|reverse|cancel|honou?r|accept|approve|take (?:it|them|the|my|any)|give me|give us|send me|let me|let us|allow|offer|provide|issue|credit|return|assist|tell me|tell us|answer|explain|process|transfer|ship|deliver|find|get (?:it|this|that|a|my|the|any)|budge|work with|investigate|acknowledge|credit)\b",
    ),
    (
        "resolution.refused",
        "resolution",
        "failed",
        r"(?:refus(?:ed|es|al|ing)|den(?:ied|ies|ying)|reject(?:ed|ing|s)|declined|turned (?:me|us) (?:down|away))(?! by (?:my|me))",
    ),
    (
        "resolution.ended-without",
        "resolution",
        "failed",
        r"(?:ended up|i'm|i am|we're|was|were|left|leaving me|leaves me) (?:with(?:out| no| nothing)|empty.handed|stuck|back (?:where|to square)|out (?:of )?\$|in the same|paying|none the wiser|high and dry|buying (?:a|another)|throwing|hanging|stranded|having to (?:buy|fix|pay|do it))",
    ),
    (
        "resolution.came-back",
        "resolution",
        "failed",
        r"(?:(?:problem|issue|fault|error|noise|leak|it|charge|same thing)s? (?:came back|returned|persist\w*|reappeared|happened again|continue[sd]?|recurr\w+|(?:is|are|was) (?:back|worse))|broke(?:n)? (?:down )?again|fail(?:ed|s) again|died again|back to square one|same (?:problem|issue|fault|error|story|result|thing) (?:again|all over|as before))",
    ),
    (
        "resolution.wrong-fix",
        "resolution",
        "failed",
        r"(?:(?:sent|shipped|delivered|gave|received|got)(?: me| us)?(?: back)? (?:the |a |an |another |yet another )?(?:(?:completely |entirely )?wrong|defective|broken|faulty|damaged|empty|used|different|incorrect|non-?working|dead)|made (?:it|things|the \w+) worse|wrong (?:part|size|item|model|one|colou?r|order|product|thing))",
    ),
    (
        "resolution.had-to-self",
        "resolution",
        "failed",
        r"(?:had to|forced to|ended up|have to|left to|wound up|i just|i finally|i simply|i eventually|decided to|managed to)(?: (?:fix|solve|figure|find|do|repair|repairing|fixing|solving|doing|figuring|finding|work|working|sort|sorting)[\w ]{0,25}?)(?: (?:myself|ourselves|on my own|out for myself|my own))",
    ),
    (
        "resolution.gave-up",
        "resolution",
        "failed",
        r"(?:(?:i|we|i've|finally|eventually|just|so i|and) (?:\w+ )?(?:gave|give|given|giving) up|at (?:my|our) wit'?s'? end|throw(?:n|ing)? (?:in the towel|my hands)|dead end|brick wall|going (?:round|around) in circles|in circles|run-?around|wild goose|lost cause|end of my rope|cut my losses)",
    ),
    (
        "resolution.closed",
        "resolution",
        "failed",
        r"(?:(?:closed|marked)(?: (?:my|the|our|it|this))?(?: \w+)? (?:ticket|case|as (?:resolved|solved|closed|complete\w*)|without|dispute|claim)|(?:ticket|case|claim|dispute|request|complaint) (?:was|had been|has been|got|is) (?:closed|denied|rejected|cancelled|canceled|ignored|deleted))",
    ),
    (
        "resolution.useless",
        "resolution",
        "failed",
        r"(?:useless|unhelpful|worthless|fruitless|hopeless|pointless|no help|of no (?:help|use)|waste of (?:my |our )?time|wasted? (?:\w+ ){0,3}(?:time|hour|hours|day|days|afternoon|morning)|utter failure|in vain|didn't help|no use)\b",
    ),
    (
        "resolution.lost",
        "resolution",
        "failed",
        r"(?:(?:they|who|which|has|have|had|\w+ed up and|somehow|airline|company|store|bank|courier|ups|fedex) (?:lost|destroyed|damaged|ruined|deleted|wiped|kept) (?:my|our|the|it|all|everything)|never (?:got|received|arrived|came|showed|saw|heard|turned up|delivered|worked|sent|fixed|resolved|refunded|replaced|happened|appeared|made it|credited|posted))",
    ),
    (
        "resolution.no-refund",
        "resolution",
        "failed",
        r"(?:(?:won't|wouldn't|not|never|n't|no|without|still waiting (?:for|on)|where is|where's|denied|refused|waiting for) (?:\w+ ){0,4}(?:refund(?:ed)?|money back|reimburse\w*|my money|our money|replacement|compensat\w+))",
    ),
    (
        "resolution.please-fix",
        "resolution",
        "failed",
        r"(?:i (?:just )?(?:want|need|would like|demand|am asking|am requesting|request)|please|i'd like|we want|we need)(?: (?:it|this|my|them|the|for|that|to be|to|you|someone|someone to|help|these|our|a|an|have|get|be))* (?:fix(?:ed)?|resolved?|removed?|corrected?|refund(?:ed)?|money back|investigat\w+|deleted?|help me|made right|assistance|credited|reported|returned)\b",
    ),
    (
        "resolution.inaccurate",
        "resolution",
        "failed",
        r"(?:inaccurate|incorrect|erroneous|fraudulent|unauthori[sz]ed|not mine|does not belong|doesn't belong|identity theft|did not (?:open|authorize|authorise)|never (?:opened|authorized))",
    ),
    (
        "resolution.remains",
        "resolution",
        "failed",
        r"(?:remain(?:s|ed)?|continu(?:es?|ed|ing)) (?:to (?:be|report|show|charge|call|fail|crash|happen|refuse|send|say|harass|ignore|bill|deny|appear)|unresolved|broken|unsolved|unanswered|the same|open|a problem|unchanged|on my)",
    ),
    (
        "resolution.hanging",
        "resolution",
        "failed",
        r"(?:and there it sits|now (?:i|we) wait|waiting game|we'll see what happens|here's hoping|not holding my breath|who knows (?:when|if|what)|(?:is|are|was|were) still (?:down|out|broken|up in the air)|in limbo|no idea (?:when|if|whether)|fingers crossed|so i'm stuck|i'm stuck|we're stuck|wish me luck|hopefully (?:they|it|i|this|the|someone))",
    ),
    (
        "resolution.bad-support",
        "resolution",
        "failed",
        r"(?:(?:terrible|horrible|awful|worst|appalling|atrocious|abysmal|dreadful|shocking|pathetic|crappy|lousy|disgraceful|shitty|poor|bad|non-?existent|rubbish|disappointing|frustrating|ridiculous) (?:\w+ ){0,2}(?:customer )?(?:service|support|experience|company|treatment|response|communication|care))\b",
    ),
    # met: it was put right
    (
        "resolution.fixed",
        "resolution",
        "met",
        rf"(?:(?:was|were|is|are|got|been|had|have|has|all|be|gotten|now|everything|they|he|she|who|and|it'?s?|that|guy|completely|finally|quickly|promptly|immediately|soon|successfully|eventually)(?: (?:it|my \w+|the \w+|our \w+|all|be|been|now|finally|quickly|promptly|then|immediately|soon|completely|me|us|everything|was|were|successfully|also|even|already|easily))* {FIXED})(?! (?:income|rate|price|by me|myself))",
    ),
    (
        "resolution.fixed-thing",
        "resolution",
        "met",
        r"(?:(?:fixed|solved|repaired|resolved|sorted out|corrected) (?:my|our|the|it|that|this|both|everything|all)(?! myself))",
    ),
    (
        "resolution.problem-solved",
        "resolution",
        "met",
        r"(?:(?:problem|issue|mystery|crisis|case|matter|dispute|situation)s? (?:was |were |is |has been |have been |had been |now |finally |completely |quickly |got )*(?:solved|resolved|fixed|sorted|averted|gone|over|taken care of)|did the trick|done and dusted|all(?:'s| is) well|happy ending|good to go|all set|all sorted|all good now|works? (?:fine|great|perfectly|like a charm|again|now|beautifully|flawlessly|well now)|has worked (?:fine|great|perfectly|well)|solved (?:my|the|our) (?:problem|issue)|as good as new|like new|(?:up|back) and running|back in business|back online|made it right|made (?:things|this|everything|it) right)",
    ),
    (
        "resolution.got-remedy",
        "resolution",
        "met",
        rf"(?:(?:got|received|given|gave me|gave us|sent me|sent us|sent out|sent|sending me|shipped|ships?|shipping|issued|issuing|provided|have|had|with|handed me|mailed me|mailing me|offered|overnighted|getting|arranged|processed|picked up)(?: (?:me|us|out|back|off|a|an|my|the|our|another|full|complete|immediate|instant|brand|whole|free|shiny|prompt|them|for))* {REMEDY})",
    ),
    (
        "resolution.refunded",
        "resolution",
        "met",
        r"(?:(?:they|he|she|was|were|been|and|who|immediately|promptly|fully|company|it|store|bank|seller|got|have|has|airline|hotel|ebay|paypal|amazon|had) (?:fully |promptly |immediately |happily |quickly |cheerfully |just |then |all |finally |eventually |even |my money |be )*(?:refunded|reimbursed|credited|replaced|exchanged|swapped|waived|reversed|returned my money|compensated)|money back(?! guarantee)|got my (?:money|refund|deposit|package|luggage|bag|order|stuff|account|site|data|car|bike|phone|laptop) back)",
    ),
    (
        "resolution.helped",
        "resolution",
        "met",
        r"(?:(?:very|so|really|extremely|incredibly|super|most|quite|more than|amazingly|wonderfully|particularly|always|were|was|is|are|immensely|exceptionally|unbelievably) (?:knowledgeable and |friendly and |polite and |kind and |patient and |nice and |courteous and |professional and |prompt and |responsive and |informative and )?helpful|helped (?:me|us) (?:out|with|to|get|find|fix|solve|through|choose|set|understand|sort|pick|a lot|immensely|resolve|figure)|got (?:me|us|everything|it|things|the job|this|that) (?:sorted|done|fixed|working|taken care of|back|going|set up|straightened|squared|up and)|walked me through|talked me through|answered (?:all )?(?:of )?(?:my|our) (?:\w+ )?questions?|couldn't have been (?:more|nicer)|(?:took|taking|takes) (?:good |great |excellent |such good )?care of (?:me|us|it|the|my|our|everything))",
    ),
    (
        "resolution.it-worked",
        "resolution",
        "met",
        r"(?:(?:it|that|this|which|everything|sure enough|and|they|now) (?:all |now |finally |actually |just )*(?:works|worked|is working|was working)(?: (?:now|again|perfectly|fine|great|like|as|on|for|with|beautifully|flawlessly|well|first))?(?! (?:for|at|as a|in) (?:the company|them)))(?! except)",
    ),
    (
        "resolution.now-have",
        "resolution",
        "met",
        r"(?:(?:we|i) now have|(?:we|i) (?:finally |now )?(?:got|have) (?:exactly )?what (?:we|i) (?:wanted|needed|were hoping|asked|was looking)|takes care of (?:all )?my|to my satisfaction|mission accomplished|success!|woo-?hoo|hooray|hurrah|yay)",
    ),
    (
        "resolution.found-for",
        "resolution",
        "met",
        r"(?:(?:they|he|she|guy|lady|staff|rep|clerk|assistant|manager|owner|tech|technician|agent|who) (?:\w+ly )?(?:found|located|tracked (?:it )?down|ordered|figured out|diagnosed|identified|traced|spotted|patched|rebooted|reset|reactivated|activated|unlocked|restored|installed|adjusted|tightened|removed the|credited|retrieved|recovered|arranged|booked|rebooked|upgraded) )",
    ),
    (
        "resolution.great-service",
        "resolution",
        "met",
        r"(?:(?:great|excellent|outstanding|fantastic|amazing|awesome|superb|terrific|impeccable|exemplary|exceptional|stellar|wonderful|brilliant|incredible|phenomenal|top.notch|first.rate|first.class|world.class|good|kick.?ass|unbelievable|perfect|best|legendary|unparalleled|unsurpassed) (?:\w+ ){0,2}(?:customer )?(?:service|support|experience|customer care))\b",
    ),
    # exceeded: more than the problem asked for
    (
        "resolution.whole-new",
        "resolution",
        "exceeded",
        r"(?:(?:sent|gave|shipped|offered|mailed|giving|sending|get|got|received|handed)(?: (?:me|us|out|him|her))? (?:a |an |the )?(?:whole|entire|complete|completely|brand[- ]new and better|better|newer|upgraded|nicer|bigger|larger|second|extra|additional|higher.end|improved)(?: \w+)? (?:new |brand new )?(?:one|model|unit|set|version|\w+ free|game|kit|machine|product|package|pair|phone|room|system|box|copy))",
    ),
    (
        "resolution.one-better",
        "resolution",
        "exceeded",
        r"(?:one better|above and beyond|over and above|beyond the call|went beyond|going beyond|(?:goes|went|going|go|gone) (?:the )?(?:extra mile|out of (?:his|her|their|its) way)|more than (?:i|we) (?:asked|expected|hoped|bargained|could have)|exceed(?:ed|s|ing)? (?:my|our|all|every) expectation|beyond (?:my|our|all|what) (?:\w+ )?expect\w*)",
    ),
    (
        "resolution.free",
        "resolution",
        "exceeded",
        r"(?:(?:on the house|free of charge|at no (?:extra |additional )?(?:charge|cost)|no charge|without charg\w+|(?:for|as a) (?:free|gift)|didn't (?:even )?charge|wouldn't (?:take|accept) (?:any|my|a)|refused (?:payment|to (?:take|accept|charge))|waived (?:the|my|all)|threw in|thrown in|comped|complimentary|gift (?:card|certificate|basket)|free (?:upgrade|month|year|shipping|replacement|meal|dessert|drink|coffee|room|night|repair|gift|bonus|copy)|as a thank you|for (?:my|the|your) (?:trouble|inconvenience|troubles)))",
    ),
    (
        "resolution.keep-it",
        "resolution",
        "exceeded",
        r"(?:(?:told|said|let|asked|telling|tell|lets) (?:me|us|i could|we could|to)(?: to)? (?:just )?(?:keep|hang on to|hold on to) (?:it|the|both|them|my)|keep the (?:old|original|broken|wrong|defective|extra|damaged)|even though (?:it|i|the warranty|my)(?: \w+){0,6} (?:out of warranty|expired|no receipt|my (?:own )?fault|didn't (?:have|require|need|ask))|out of warranty.. (?:free|replaced|fixed|anyway|no charge|repaired)|(?:without (?:me |my |even |us )*(?:asking|prompting|being asked)|unprompted|unasked|didn't (?:even )?(?:have to )?ask))",
    ),
)
RULES = compiled(ROWS)
