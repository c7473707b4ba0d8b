"""More hard cases of news: other names of the kinds that trip geoparsers, each in a sentence of its own."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.geoparsing import geoparse_all
from geomap.model import MentionRole, Resolution

PLACED = [
    ("A fire destroyed a school in Lebanon, Tennessee, on Monday.", "Lebanon", "US TN PPLA2"),
    ("Officials in Cairo, Illinois, declared an emergency.", "Cairo", "US IL PPLA2"),
    ("Two men from Moscow, Idaho, were arrested.", "Moscow", "US ID PPLA2"),
    ("The mayor of Athens, Georgia, resigned on Friday.", "Athens", "US GA PPLA2"),
    ("Floodwaters reached Manchester, New Hampshire, overnight.", "Manchester", "US NH PPL"),
    ("A bus from Birmingham, Alabama, overturned near Meridian.", "Birmingham", "US AL PPLA2"),
    (
        "Police in Birmingham said the knife attack was not terrorism, West Midlands Police said.",
        "Birmingham",
        "GB ENG PPLA2",
    ),
    ("He was born in Melbourne, Florida, and raised in Tampa.", "Melbourne", "US FL PPL"),
    ("A wildfire near Perth, Western Australia, forced evacuations.", "Perth", "AU 08 PPLA"),
    ("A church in Perth, Scotland, was damaged by fire.", "Perth", "GB SCT PPLA2"),
    ("Hospitals in Hyderabad, Pakistan, were overwhelmed after the heatwave.", "Hyderabad", "PK 05 PPLA2"),
    ("Doctors in Hyderabad, the capital of India's Telangana state, reported cases.", "Hyderabad", "IN 40 PPLA"),
    ("An explosion in Valencia, Venezuela, injured dozens.", "Valencia", "VE 07 PPLA"),
    ("The regional government in Valencia, eastern Spain, closed schools.", "Valencia", "ES 60 PPLA"),
    ("Gunmen attacked a village near Merida, in Mexico's Yucatan state.", "Merida", "MX 31 PPLA"),
    ("Protesters marched in Santiago, Chile, against the reform.", "Santiago", "CL 12 PPLC"),
    ("The hurricane passed Santiago de Cuba early on Thursday.", "Santiago de Cuba", "CU 15 PPLA"),
    ("A cholera outbreak in San Jose, Costa Rica, was confirmed.", "San Jose", "CR 08 PPLC"),
    ("Tech workers in San Jose, Calif., were told to stay home.", "San Jose", "US CA PPLA2"),
    ("A factory in Cordoba, Argentina, was evacuated.", "Cordoba", "AR 05 PPLA"),
    ("Rebels seized Kasese, western Uganda, near the Congolese border.", "Kasese", "UG W PPLA2"),
    ("Fishermen on Lake Victoria in Uganda were rescued.", "Lake Victoria", "- - LK"),
    ("Firefighters in Springfield, Mass., found two bodies.", "Springfield", "US MA PPL"),
    ("Officers in Portland, Maine, opened fire.", "Portland", "US ME PPLA2"),
    ("Police in Vancouver, Wash., said the suspect fled across the river to Portland.", "Vancouver", "US WA PPLA2"),
    ("Police in Vancouver, Wash., said the suspect fled across the river to Portland.", "Portland", "US OR PPLA2"),
    ("Two people died in a crash in Ontario, California.", "Ontario", "US CA PPL"),
    ("Clashes in San Salvador, the capital of El Salvador, left five dead.", "San Salvador", "SV 10 PPLC"),
    (
        "Ebola cases were confirmed in Beni, in the Democratic Republic of Congo's North Kivu province.",
        "Beni",
        "CD 11 PPL",
    ),
    ("Avian flu was found at a farm in Suffolk, England.", "Suffolk", "GB ENG ADM2"),
    ("Health officials in Washington state confirmed the first case, in Seattle.", "Washington", "US WA ADM1"),
    ("Lawmakers returned to Washington, D.C., on Sunday.", "Washington", "US DC PPLC"),
    ("Fighting in Dominica's capital Roseau was denied.", "Dominica", "DM - PCLI"),
    ("A boat left the Dominican Republic for Puerto Rico.", "Dominican Republic", "DO - PCLI"),
    ("Pirates boarded a tanker in the Gulf of Aden.", "Gulf of Aden", "- - GULF"),
    ("A ferry sank in the Java Sea off Indonesia.", "Java Sea", "- - SEA"),
    ("Migrants crossed the Mediterranean to reach Europe.", "Mediterranean", "- - SEA"),
    ("Migrants crossed the Mediterranean to reach Europe.", "Europe", "- - CONT"),
    ("The virus spread across West Africa and Southeast Asia.", "West Africa", "- - RGN"),
    ("The virus spread across West Africa and Southeast Asia.", "Southeast Asia", "- - RGN"),
    ("Fighting continues in the West Bank city of Jenin.", "Jenin", "PS WE PPL"),
    ("Fighting continues in the West Bank city of Jenin.", "West Bank", "PS WE ADM1"),
    ("North Korea fired missiles into the Sea of Japan.", "North Korea", "KP - PCLI"),
    ("Troops crossed the Mekong River in Laos.", "Mekong River", "- - STM"),
    ("The quake hit the Himalayas near Kathmandu, Nepal.", "Himalayas", "- - MTS"),
    ("The U.K. and the U.S. closed their borders with the E.U.", "U.K.", "GB - PCLI"),
    ("A plane crashed in the UAE after leaving Abu Dhabi.", "UAE", "AE - PCLI"),
    ("The outbreak began in Guangdong province in southern China.", "Guangdong province", "CN 30 ADM1"),
    ("Officials in Hong Kong and Macau tested travellers.", "Macau", "MO 02 PPLC"),
    ("Two cases were reported in Burma and one in Ivory Coast.", "Burma", "MM - PCLI"),
    ("Two cases were reported in Burma and one in Ivory Coast.", "Ivory Coast", "CI - PCLI"),
    ("Police fired tear gas in Kiev and Bombay.", "Kiev", "UA 12 PPLC"),
    ("Police fired tear gas in Kiev and Bombay.", "Bombay", "IN 16 PPLA"),
    ("The disease was found in Gaza City and Rafah.", "Gaza City", "PS GZ PPLA"),
    ("An army base in St. Petersburg, Russia, was attacked.", "St. Petersburg", "RU 66 PPLA"),
    ("The hurricane hit St. Petersburg, Fla., at noon.", "St. Petersburg", "US FL PPL"),
    ("Swine flu was confirmed in Mexico City and in the state of Oaxaca.", "Mexico City", "MX 09 PPLC"),
    ("Clashes in Osh, southern Kyrgyzstan, killed 40.", "Osh", "KG 08 PPLA"),
    ("Storms hit Georgia, Alabama, Tennessee.", "Georgia", "US GA ADM1"),
    ("He flew to Lebanon, Jordan and Syria.", "Lebanon", "LB - PCLI"),
    ("Storms in Ontario, California and Texas closed roads.", "California", "US CA ADM1"),
    ("Fighters crossed the Jordan River.", "Jordan River", "- - STM"),
    ("He moved to New York in 2010.", "New York", "US NY PPL"),
    ("Protests spread to Oakland, Seattle, New York and St. Louis.", "New York", "US NY PPL"),
    ("She lives in Buffalo, New York, and works in Toronto.", "New York", "US NY ADM1"),
    ("Snow fell across upstate New York on Monday.", "New York", "US NY ADM1"),
    ("WASHINGTON (Reuters) - Two senators resigned on Monday.", "WASHINGTON", "US DC PPLC"),
    ("Attackers hit Mombasa, on Kenya's coast.", "Mombasa", "KE 37 PPLA"),
]
"""Text, name, and the country, admin1 unit and feature code it stands for."""

ASSOCIATIVE = [
    ("The Victoria state government extended the lockdown in Melbourne, Australia.", "Victoria", "AU"),
    ("The Ontario government said on Tuesday that Toronto and Ottawa would reopen.", "Ontario", "CA"),
    ("The Suffolk County executive in New York spoke to reporters on Long Island.", "Suffolk County", "US"),
    ("She bought a Panama hat and a Jersey cow.", "Panama", "PA"),
    ("Washington said it would respond.", "Washington", "US"),
    ("Tehran rejected the offer on Sunday.", "Tehran", "IR"),
    ("Moscow denied that it had sent troops.", "Moscow", "RU"),
    ("Beijing warned Taipei against the visit.", "Beijing", "CN"),
    ("The Kremlin and the White House agreed; London and Paris objected.", "Paris", "FR"),
    ("Pakistani officials and Afghan villagers spoke.", "Afghan", "AF"),
    ("The Nigerian-born doctor returned.", "Nigerian", "NG"),
    ("Russian-backed separatists withdrew.", "Russian", "RU"),
    ("Israel won the match against Wales.", "Wales", "GB"),
    ("The Geneva-based organisation said cases rose.", "Geneva", "CH"),
]
"""Text, name, and the country of a government, people, holder or maker rather than a place."""

NO_PLACE = [
    ("Chelsea Clinton spoke in Boston.", "Chelsea"),
    ("Jack London wrote about wolves.", "London"),
    ("Brooklyn Beckham flew to Tokyo.", "Brooklyn"),
    ("Houston sang the anthem; Whitney Houston was then 27.", "Houston"),
    ("Austin Powers is a film about a spy.", "Austin"),
    ("Manchester United beat Arsenal in London.", "Manchester"),
    ("The Dallas Cowboys lost to the Giants.", "Dallas"),
    ("A spokesman for the Bank of England declined to comment.", "England"),
    ("He teaches at the University of California, Berkeley.", "California"),
    ("The Washington Post first reported the raid on Kabul.", "Washington"),
    ("The Boston Globe and the Jerusalem Post carried the story.", "Jerusalem"),
    ("A turkey was roasted and the turkey was served with gravy.", "turkey"),
    ("She served tea in fine china.", "china"),
    ("Reading is fun, said the teacher, and Nice weather helps.", "Nice"),
    ("Mobile phones were banned.", "Mobile"),
    ("Most of the Orange Order marched.", "Orange"),
    ("Sen. Lincoln Chafee and Gov. Madison Keys met.", "Madison"),
    ("Tyrone Wells, 34, was charged on Monday.", "Tyrone"),
    ("Mr. Kent said the firm would appeal.", "Kent"),
    ("Thousands read the Bangkok Post.", "Bangkok"),
    ("The USS George Washington left Hong Kong on Monday.", "Washington"),
]
"""Text, and a word of a person's, organisation's, team's or newspaper's name, or a plain word."""


@pytest.fixture(scope="module")
def answers() -> dict[str, list[Resolution]]:
    """Read every text once, in one batch."""
    texts = sorted({row[0] for rows in (PLACED, ASSOCIATIVE, NO_PLACE) for row in rows})
    return dict(zip(texts, geoparse_all(texts, gazetteer=Gazetteer.open()), strict=True))


@pytest.mark.parametrize(("text", "name", "expected"), PLACED)
def test_place(answers: dict[str, list[Resolution]], text: str, name: str, expected: str) -> None:
    found = next(r for r in answers[text] if r.mention.surface == name)
    assert found.place is not None
    assert f"{found.place.country or '-'} {found.place.admin1 or '-'} {found.place.feature_code}" == expected


@pytest.mark.parametrize(("text", "name", "country"), ASSOCIATIVE)
def test_associative_use(answers: dict[str, list[Resolution]], text: str, name: str, country: str) -> None:
    found = next(r for r in answers[text] if r.mention.surface == name)
    assert not found.mention.is_literal
    assert found.place is not None
    assert found.place.country == country


@pytest.mark.parametrize(("text", "word"), NO_PLACE)
def test_is_no_place(answers: dict[str, list[Resolution]], text: str, word: str) -> None:
    start, end = text.index(word), text.index(word) + len(word)
    over = [r.mention for r in answers[text] if r.mention.start < end and start < r.mention.end]
    assert {m.role for m in over} <= {MentionRole.NAME_PART}
