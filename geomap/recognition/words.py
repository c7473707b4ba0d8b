"""The word lists of recognition: what stands around place names in news, and what each says about them.

All are lower case and made for this project. A list holds lemmas and their inflected forms side by side, because
recognition reads the words of the text and not lemmas (the lemmatizer is the slowest part of the model).
"""

from __future__ import annotations

__all__ = [
    "ADDRESS_HEADS",
    "ATTACK_WORDS",
    "CALENDAR",
    "COMMON_NOUNS",
    "CONNECTORS",
    "FACILITY_NOUNS",
    "GIVEN_NAMES",
    "HYPHENATED",
    "LOCATED_WORDS",
    "LOCATIVE_PREPOSITIONS",
    "NAME_NOUNS",
    "NATURAL_NOUNS",
    "NOT_PLACES",
    "PLACE_NOUNS",
    "SPEECH_WORDS",
    "SPORT_VERBS",
    "TITLES",
    "TRANSFER_WORDS",
    "TYPE_WORDS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LOCATIVE_PREPOSITIONS = _words(
    "in at near outside inside from around across through throughout into within toward towards to off along over"
    " beyond above below behind beside on onto via between under amid opposite past nearby"
)
"""Prepositions after which a place name is a place. ``by``, ``with``, ``against``, ``for`` and ``of`` are not: a state
after them acts or is acted upon."""

PLACE_NOUNS = _words(
    "city cities town towns village villages province provinces governorate governorates district districts region"
    " regions state states county capital suburb suburbs neighborhood neighborhoods neighbourhood neighbourhoods area"
    " areas border borders frontier coast coastline shore shores north south east west northeast northwest southeast"
    " southwest center centre centres centers outskirts part parts side territory territories island islands valley"
    " mountains mountain hills desert river lake sea gulf strait port airport airspace waters countryside downtown"
    " heart edge vicinity rest soil land streets street road highway peninsula enclave strip zone front metropolitan"
    " municipality parish township interior plains plain corner miles kilometers kilometres km outside camp quarter"
    " population resident residents native people inhabitants skies northern southern eastern western central"
)
"""Nouns that take a place with ``of`` or as possessor: "the city of Mosul", "Syria's north"."""

NATURAL_NOUNS = _words(
    "lake lakes river creek bay sea ocean gulf strait mountain mountains hills valley desert island islands peninsula"
    " peak pass canyon falls glacier forest reef beach cape delta plateau basin volcano lagoon"
)
"""The last word of a natural feature's name."""

ATTACK_WORDS = _words(
    "attack attacks attacked attacking strike strikes struck striking bomb bombs bombed bombing bombings bombard"
    " bombarded bombardment shell shelled shelling hit hits hitting raid raids raided raiding invade invades invaded"
    " invading invasion blast blasts explosion explosions assault assaults assaulted offensive siege besieged besiege"
    " capture captured capturing seize seized seizing seizure storm stormed storming occupy occupied occupying"
    " occupation liberate liberated liberation rock rocked target targeted targeting pound pounded pounding shake shook"
    " devastate devastated destroy destroyed destruction ravage ravaged flood flooded flooding engulf engulfed"
    " earthquake quake war massacre shooting airstrike airstrikes fire fires battle fall recapture recaptured control"
    " controlled patrol patrolled enter entered entering leave left leaving reach reached reaching visit visited"
    " visiting tour toured flee fled fleeing cross crossed crossing surround surrounded evacuate evacuated bordering"
    " borders border near nears"
)
"""Verbs and nouns whose object is a place even when it is a state: "bombed Gaza", "the invasion of Ukraine"."""

SPEECH_WORDS = _words(
    "say says said tell tells told claim claims claimed confirm confirms confirmed deny denies denied announce"
    " announces announced condemn condemns condemned accuse accuses accused blame blames blamed warn warns"
    " warned vow vows vowed"
    " urge urges urged call calls called ask asks asked demand demands demanded agree agrees agreed reject rejects"
    " rejected insist insists insisted declare declares declared pledge pledges pledged threaten threatens threatened"
    " want wants wanted believe believes believed report reports reported state stated respond responded retaliate"
    " retaliated impose imposed imposes sign signed signs back backs backed support supports supported oppose opposes"
    " opposed decide decided decides plan plans planned seek seeks sought refuse refused refuses consider considers"
    " considered acknowledge acknowledged admit admitted dismiss dismissed propose proposed welcome welcomed recognize"
    " recognise recognized recognised sanction sanctioned launch launched launches deploy deployed send sent sends"
    " increase increased withdraw withdrew support hope hopes hoped offer offered suspend suspended expel expelled"
    " recall recalled summon summoned negotiate negotiated attribute attributed identify identified know knew"
    " object objects objected argue argues argued complain complains complained criticise criticises criticised"
    " criticize criticizes criticized denounce denounces denounced praise praises praised hail hails hailed"
    " stress stresses stressed reiterate reiterates reiterated concede concedes conceded counter countered"
    " protest protested signal signals signalled signaled hint hinted voice voiced express expressed"
    " fear fears feared expect expects expected approve approved veto vetoed ratify ratified lobby lobbied"
)
"""Verbs whose subject, when it is a state or a capital, is the government."""

TRANSFER_WORDS = _words(
    "attribute attributed ascribe ascribed blame blamed link linked sell sold tell told say said according thank"
    " thanked offer offered ally allied opposed loyal belong belonged pay paid owe owed warning message commitment"
    " call called calls demand response threat threats appeal answer similar"
)
"""Words whose ``to`` or ``on`` addresses a government: "attributed to Israel", "called on both the US and Iran"."""

ADDRESS_HEADS = _words(
    "president minister ministers king queen prince government governments leader leaders army military forces troops"
    " ambassador embassy spokesman spokeswoman spokesperson commander general official officials parliament senate"
    " regime prime chancellor premier secretary sovereignty policy support ally allies enemy enemies friend friends"
    " flag independence bank university institute republic kingdom church behalf favor favour members member citizen"
    " citizens national nationals"
)
"""Nouns whose ``of`` names a state rather than a place: "president of", "support of"."""

FACILITY_NOUNS = _words(
    "airport airfield airstrip airbase airbases base aerodrome spaceport seaport port harbor harbour heliport hospital"
    " clinic prison jail embassy consulate mosque church cathedral synagogue shrine temple monastery market bazaar"
    " square park stadium bridge dam checkpoint crossing camp barracks station refinery oilfield factory plant hotel"
    " palace fort fortress castle tower museum school university college cemetery courthouse zone tunnel terminal"
    " mall library theater theatre arena pier wharf dock reservoir garrison outpost"
)
"""The last word of a facility's name."""

NAME_NOUNS = _words(
    "times post herald tribune journal gazette chronicle globe sun star mirror telegraph observer press news daily"
    " weekly review magazine inc inc. corp corp. ltd ltd. llc plc co company companies bank group holdings airlines"
    " airways motors partners associates industries party club united fc f.c. athletic rovers wanderers league cup"
    " championship championships bowl games marathon festival prize award awards treaty accord accords agreement"
    " protocol convention act declaration council commission committee association society federation union institute"
    " foundation fund organization organisation agency authority bureau department ministry police army navy corps"
    " brigade brigades division regiment battalion guard guards forces force front movement resistance jihad caliphate"
    " hezbollah university college academy school orchestra symphony ballet opera band records studios television"
    " radio tv exchange index virus disease syndrome burger bulls bears jets giants eagles lions tigers rangers yankees"
    " cowboys patriots dolphins falcons ravens raiders saints vikings packers lakers celtics knicks nets warriors heat"
    " dodgers mets cubs padres braves marlins astros mariners pistons hornets rockets spurs pacers bucks hawks"
    " wildcats bulldogs panthers order brotherhood legion guild alliance coalition"
)
"""The last word of a name that holds a place without being one: "New York Times", "Bank of England"."""

SPORT_VERBS = _words(
    "scored scores score netted dribbled played plays tackled batted pitched homered passed caught threw punted"
    " rebounded smiled laughed grinned shrugged married divorced sang starred acted tweeted graduated testified pleaded"
    " joked recalls recalled remembers wrote writes"
)
"""Verbs whose subject is a person: with a name that is also a given name, the person is meant ("Jordan scored")."""

TITLES = _words(
    "mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady prof prof. professor president senator sen sen."
    " representative rep rep. congressman congresswoman gov gov. governor mayor judge justice sheriff chief officer"
    " capt capt. captain col col. colonel gen gen. general lt lt. lieutenant sgt sgt. sergeant maj maj. major cpl cpl."
    " admiral adm. commander minister secretary chancellor king queen prince princess pope rev rev. reverend father"
    " sister brother rabbi imam sheikh ayatollah coach quarterback pitcher actor actress singer author writer director"
    " chairman chairwoman ceo spokesman spokeswoman spokesperson attorney lawyer deputy detective constable inspector"
    " inspector ambassador analyst leader uncle aunt cardinal bishop archbishop saint guard forward striker"
)
"""Words before a person's name. ``st`` is not among them: it opens more place names than persons'."""

CALENDAR = _words(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept"
    " sept. oct oct. nov nov. dec dec. mon tue wed thu fri sat sun christmas easter ramadan spring summer autumn fall"
    " winter"
)

GIVEN_NAMES = _words(
    "paris jordan sydney chelsea georgia austin dallas chad florence victoria charlotte alexandria brooklyn madison"
    " savannah israel kenya india asia carolina virginia santiago lorraine adelaide sofia milan dakota cheyenne phoenix"
    " lourdes verona vienna siena preston lincoln houston jackson diego san francisco francesco ireland london england"
    " devon kent chester lancaster bristol clifton carlisle logan trent tyrone troy regina salem valencia catalina"
    " montana nevada tennessee persia cuba macon denver cleveland raleigh branson boston camden hudson kingston lennox"
    " orlando roman romeo holland bethany elizabeth helena olympia aurora augusta beverly shirley marion vernon nelson"
    " hamilton warren allen tyler craig curtis eugene garland irving jasper lawrence leon marshall norman oliver"
    " spencer stanley stuart wallace wayne wilson"
)
"""Place names that are also given names."""

COMMON_NOUNS = _words("turkey china jordan chad guinea jersey cuba java panama")
"""Names of states that are also words or given names."""

TYPE_WORDS = _words(
    "governorate province county district oblast region state prefecture parish municipality department"
)
"""Words that, right after a name, make it an administrative unit: "the Homs governorate" is not the city."""

NOT_PLACES = _words(
    "god mr mrs congress senate house parliament internet web covid bible christ facebook twitter google youtube"
    " reuters xinhua cnn afp upi bbc irna interfax ansa efe dpa ians kuna aap npr"
)
"""Words and agencies the model or the gazetteer takes for places, and news hardly ever means as one."""

HYPHENATED = _words(
    "backed led based linked aligned affiliated occupied controlled allied sponsored supported made funded trained held"
    " born wide style administered brokered proposed owned run bound dominated mediated imposed era friendly"
)
"""What follows a hyphen: "Iran-backed", "Baghdad-based". The name modifies something else than a place."""

LOCATED_WORDS = PLACE_NOUNS | FACILITY_NOUNS | ATTACK_WORDS

CONNECTORS = _words(
    "of the de la le les del della da do dos das di du al el ez es ash as ad at on upon sur in and y e und am"
    " an bei la's"
    " l' d' ibn bin en aux sous lès mar"
)
"""Lower-case words that may stand inside a place name."""
