"""Lists of nouns: who acts for a state or a group, what belongs to one, and which nouns mean people."""

from __future__ import annotations

__all__ = ["AGENT_MODIFIERS", "HUMANS", "MEANS", "MEMBERS", "PEOPLE", "POSSESSIONS", "STATE_AGENTS"]

# nouns that act for the state whose nationality they bear ("the American side", "Israeli warplanes")
STATE_AGENTS = frozenset(
    """force troop military army government side navy air_force warplane jet aircraft soldier authority police official
    administration regime ministry minister president command strike airstrike coalition commander marine fighter_jet
    missile drone helicopter artillery unit intelligence service guard coastguard envoy diplomat delegation court
    parliament lawmaker prosecutor premier leader bombardment raid embassy gunship battleship warship submarine tank
    operation offensive attack assault shelling defence defense ship vessel patrol boat customs agency fleet frigate
    destroyer gunner brigade battalion infantry commando pilot paratrooper cabinet diplomats police_officer chancellor
    senate congress king queen monarch crown ruler junta office envoys investigator detective inspector observer
    ambassador side state spokesman spokeswoman""".split()
)
# nouns for the people of an armed group: the group is the actor ("Al-Shabaab fighters", "ISIS militants")
MEMBERS = STATE_AGENTS | frozenset(
    """fighter militant rebel gunman insurgent member terrorist militia guerrilla extremist jihadist combatant cell
    faction wing supporter leader chief operative bomber sniper militiaman assailant brigade battalion group""".split()
)
# places and things that are hit in place of whoever owns them ("facilities used by Kataib Hezbollah")
POSSESSIONS = frozenset(
    """facility base site position headquarters headquarter convoy vehicle camp post checkpoint depot warehouse target
    infrastructure outpost compound office building stronghold bunker installation ship vessel boat house home
    barracks station area member asset interest weapon factory plant""".split()
)
PEOPLE = frozenset(
    """commander leader general officer official soldier aide chief head minister president member spokesman
    spokesperson man woman boy girl journalist reporter activist judge mayor governor priest teacher student
    driver politician lawmaker candidate senator founder lieutenant colonel captain major brigadier scientist
    cleric imam bishop nurse doctor lawyer resident operative militant suspect fighter singer player businessman
    farmer worker migrant""".split()
)
# nouns that say who attacks when they stand before an event noun
AGENT_MODIFIERS = frozenset(
    """rebel militia militant insurgent guerrilla gang police army jihadist separatist extremist terrorist government
    government-force cartel bandit paramilitary islamist maoist student teacher farmer worker opposition settler
    coalition""".split()
)
# nouns for people, beside those above
HUMANS = frozenset(
    """agent assistant chairman chancellor commissioner counterpart director challenger rival incumbent king queen
    pope prince princess secretary speaker sheikh electrician toddler juvenile grandmother grandfather elector
    observer monitor inspector delegate negotiator mediator organiser organizer marcher striker participant detective
    prosecutor investigator defender juror witness bishop engineer consul tribesman elder chieftain warlord youth
    abductor academic accused activist actor actress adult alderman ambassador army artist assailant attacker aunt
    author baby bandit blogger bodyguard boss brother burglar bystander cameraman campaigner campesino candidate
    captive cashier casualty chauffeur child citizen civilian clerk climber collaborator combatant commuter
    congregant congressman congresswoman contractor convict correspondent councillor councilor cousin crew crewman
    customer cyclist daughter dealer defector defendant demonstrator deputy deserter detainee diner diplomat
    dissident editor electrician employee engineer envoy family fan father filmmaker firefighter fireman fisherman
    fugitive gang gendarme guard guerrilla guest gunman headmaster herder hijacker hiker hostage husband infant
    informant inmate insurgent kidnapper killer kingpin laborer labourer landowner leader lecturer legislator
    looter lord mechanic medic member mercenary merchant midwife militiaman miner missionary monk mother motorist
    murderer national nephew niece nomad nun operative other paramedic parent parishioner passenger pastor patient
    peacekeeper peasant pedestrian people person photographer pilgrim pilot pirate poacher poet policeman
    policewoman prelate premier prisoner professor protester publisher pupil ranger rebel recruit rector refugee
    relative reporter rescuer reveler reveller ringleader rioter robber sailor schoolboy schoolgirl seafarer
    seaman serviceman servicewoman settler shepherd shopkeeper shopper sister skier smuggler son spectator spy
    squatter staff supporter surgeon survivor swimmer taxi-driver teenager terrorist thief tourist trader
    trafficker traveler traveller troop uncle vaccinator vendor victim villager volunteer voter warden wife
    worshiper worshipper writer youth""".split()
)

# what a deed is done with, or what it is: none of them acts
MEANS = frozenset(
    """landmine magnitude explosive ied drone missile rocket gunfire typhoon bomb shell blast explosion attack strike
    airstrike raid shelling bombing vehicle car truck warplane grenade mine fire bullet incident statement report
    assault mortar clash battle violence flood storm earthquake quake hurricane cyclone series wave barrage number
    device operation one accident""".split()
)
