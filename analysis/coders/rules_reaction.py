"""Rules for the author's reaction: words of feeling about the service told of. Rows: id, code, level, pattern."""

from analysis.coders.rule import Row, compiled

ROWS: tuple[Row, ...] = (
    (
        "reaction.rage",
        "reaction",
        "-2",
        r"(?:never (?:ever )?again|worst (?:\w+ ){0,4}(?:ever|company|service|experience|bank|customer|i've|i have|in (?:the|my)|of)|hate (?:you|them|this company|\w+ so much)|i hate|loathe|despise|disgust(?:ed|ing)|outrag(?:ed|eous)|furious|livid|fuming|enraged|seething|infuriat\w+|appall(?:ed|ing)|pathetic|scum\w*|crooks?|thie(?:f|ves)|criminals?|scam(?:mers?|med)?\b|liars?\b|they lied|fuck\w*|shit(?:ty|s|e)?\b|bullshit|bastards?|assholes?|arseholes?|screw (?:you|them)|screwed|suck(?:s|ed)?\b|horrendous|atrocious|abysmal|horrific|horrible|despicable|disgrace\w*|inexcusable|unforgivable|unconscionable|evil|rot in|go to hell|burn in|boycott|nightmare|avoid (?:\w+ ){0,3}(?:at all costs|like the plague)|at all costs|stay (?:far )?away|steer clear|do not (?:buy|use|ever)|steal(?:ing)?\b|stole\b|theft(?! protection)|extort\w*|predator\w*|shame on|shameful|shameless|lawsuit|sue them|su(?:e|ing) (?:you|them)|ruin(?:ed|ing)|destroy(?:ed|ing)|unethical|immoral|corrupt\b|harass\w*|cruel|hell\b(?! of a)|what the hell|beyond (?:nuts|belief|frustrat\w+|ridiculous)|insane\b|how dare|enough is enough|sick (?:and tired|of)|had enough)",
    ),
    (
        "reaction.annoyed",
        "reaction",
        "-1",
        r"(?:frustrat\w+|annoy\w+|irritat\w+|disappoint\w+|unhappy|not happy|not impressed|unimpressed|unacceptable|upset|upsetting|angry|anger|mad\b|dissatisf\w+|unsatisf\w+|poor(?:ly)?\b|terrible|awful|bad(?:ly)?\b|lousy|crappy|crap\b|ridiculous|absurd|stupid|useless|unbeliev\w+|unfair\w*|joke\b|annoyed|fed up|pissed|tired of|waste of|lame\b|unfortunately|sigh\b|sadly|ugh\b|argh+|grr+|bah\b|meh\b|wtf|debacle|fiasco|fail(?:ed|ure|s)?\b|mess\b|saga|ordeal|hassle|stress\w*|painful|distress\w*|shock(?:ed|ing)|confus\w+|hurt(?:ing)?|damag(?:e|ing)|please help|need help|complain\w*|complaint|problem(?:s)?\b|issue(?:s)?\b|wrong\b|refus\w+|denied|not (?:good|right|fair|acceptable|pleased|satisfied|okay|ok)|insult\w*|get a clue|lift your game|uncool|so much for|thanks for nothing|bummer|gah\b|hosed)",
    ),
    (
        "reaction.content",
        "reaction",
        "1",
        r"(?:happy|pleased|glad|satisf(?:ied|action)|appreciat\w+|thank(?:s|ful)?\b|grateful|nice\b|good\b|helpful|relie(?:f|ved)|friendly|kudos|credit to|to (?:their|his|her|its) credit|well done|good job|nice job|cool\b|pleasant\w*|impress(?:ed|ive)|recommend\w*|great\b|excellent|best\b|love(?:d|ly)?\b|perfect(?:ly)?|finally|yay|easy|quick(?:ly)?|worth|reasonable|fair(?:ly)?|comfort\w*|better|enjoy\w*|fortunately|lucky|luckily|wonderful|fantastic|awesome|amaz\w+|surpris\w+|delight\w*)",
    ),
    (
        "reaction.rave",
        "reaction",
        "2",
        r"(?:(?:awesome|amazing|amazed|fantastic|outstanding|incredible|phenomenal|superb|exceptional|exemplary|impeccable|stellar|brilliant|wonderful|terrific|fabulous|excellent|perfect|world.class|top.notch|first.class|unbelievably (?:good|great|fast|nice|helpful)|blown away|blew me away|thrilled|delighted|ecstatic|overjoyed|(?:very|really|so|extremely|deeply|truly|thoroughly|incredibly|super|seriously) (?:impressed|happy|pleased|grateful|satisfied|thankful|appreciative|helpful|nice|cool)|wow\b|kudos|(?:you|they|these guys|\w+) rocks?\b|hats off|three cheers|shout.?out|two thumbs|five stars|★★★★★|best (?:\w+ ){0,3}(?:ever|experience|service|customer|support|company|i've|i have|in the)|above and beyond|beyond (?:wonderful|impressed)|exceeded|that(?:,? my friends,?)? is (?:customer )?service|that's (?:\w+ )?(?:customer )?service|now that's|how (?:it's|it is) done|the way (?:it )?should be|thank(?:s| you) (?:\w+ ){0,3}(?:for (?:the |a |your |such )?(?:great|excellent|wonderful|fantastic|amazing|doing|being|making)|so much|very much|a million|again)|i (?:heart|love|adore|(?:am|'m) in love)|love (?:them|you|these|this (?:company|place|store))|can't (?:say|speak|praise|thank|recommend) (?:\w+ ){0,3}enough|highly recommend\w*|restored my faith|faith in humanity|made my (?:day|week|year)|customer for life|loyal customer|pleasantly surprised|couldn't (?:be|have been) (?:happier|more|better|nicer)|fanboy|woo-?hoo|yay|hooray|right on\b|go (?:the )?extra mile|refreshing|gold standard|class act|super(?:stars?|heroes)|legends?\b|lifesavers?|good on (?:you|them|ya)|so rare|rare(?:ly)? (?:these days|to))\b)",
    ),
)
RULES = compiled(ROWS)
