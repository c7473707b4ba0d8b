/**
 * What the page says in words: dates, precision, casualties, counts.
 */

export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** Place precisions, finest first, with what the filter calls them. */
export const PRECISIONS = [
  ["site", "exact site"],
  ["city", "city or town"],
  ["admin2", "district"],
  ["admin1", "province or state"],
  ["country", "country"],
  ["unknown", "no place"],
];

/**
 * Split days since 1970-01-01 into year, month (0-11) and day, by arithmetic: a table has a hundred thousand of them.
 * @param {number} days
 */
export function splitDay(days) {
  // the era of 400 years begins on 1 March of year 0 (H. Hinnant, chrono-compatible low-level date algorithms)
  const shifted = days + 719468;
  const era = Math.floor(shifted / 146097);
  const dayOfEra = shifted - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (fromMarch + 2) % 12;
  return { year: yearOfEra + era * 400 + (month < 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1 };
}

/**
 * @param {number} year
 * @param {number} month from 0; 12 and more run into the following years
 * @param {number} day
 * @returns {number} days since 1970-01-01
 */
export function joinDay(year, month, day) {
  const whole = year + Math.floor(month / 12) - ((month % 12) < 2 ? 1 : 0);
  const era = Math.floor(whole / 400);
  const yearOfEra = whole - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** @param {number} days @returns {string} 26 December 2023 */
export function sayDay(days) {
  const { year, month, day } = splitDay(days);
  return `${day} ${MONTHS[month]} ${year}`;
}

/** @param {number} days @returns {string} December 2023 */
export function sayMonth(days) {
  const { year, month } = splitDay(days);
  return `${MONTHS[month]} ${year}`;
}

/** @param {number} days @returns {string} 2023-12-26 */
export function isoDay(days) {
  return new Date(days * 86400000).toISOString().slice(0, 10);
}

/**
 * Say when an event was.
 * @param {number} start
 * @param {number} end
 * @param {string|null} precision
 * @returns {string}
 */
export function sayDate(start, end, precision) {
  if (Number.isNaN(start)) return "date not known";
  if (precision === "day" && start === end) return sayDay(start);
  if (precision === "week") return `in the week of ${sayDay(start)}`;
  if (precision === "month") return `in ${sayMonth(start)}, day not known`;
  if (precision === "year") return `in ${splitDay(start).year}, day not known`;
  return start === end ? sayDay(start) : `between ${sayDay(start)} and ${sayDay(end)}`;
}

/**
 * Say a date shortly, for a row of the list.
 * @param {number} start
 * @param {number} end
 * @param {string|null} precision
 */
export function sayShortDate(start, end, precision) {
  if (Number.isNaN(start)) return "no date";
  if (precision === "month") return sayMonth(start);
  if (precision === "year") return String(splitDay(start).year);
  const short = (/** @type {number} */ days) => {
    const { year, month, day } = splitDay(days);
    return `${day} ${MONTHS[month].slice(0, 3)} ${year}`;
  };
  return start === end ? short(start) : `${short(start)} – ${short(end)}`;
}

/**
 * Say the first and last day shortly: "2020–2023", "December 2023", "26 December 2023".
 * @param {number} first
 * @param {number} last
 */
export function saySpan(first, last) {
  if (!Number.isFinite(first)) return "no dates";
  if (first === last) return sayDay(first);
  const a = splitDay(first);
  const b = splitDay(last);
  if (a.year !== b.year) return `${a.year}–${b.year}`;
  return a.month === b.month ? `${a.day}–${b.day} ${MONTHS[a.month]} ${a.year}` : `${MONTHS[a.month]}–${MONTHS[b.month]} ${a.year}`;
}

/** @param {number} number @returns {string} with thousands marked */
export function sayNumber(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * @param {number} number
 * @param {string} noun
 * @param {string} [plural]
 * @returns {string} "1 event", "7 events"
 */
export function sayCount(number, noun, plural = `${noun}s`) {
  return `${sayNumber(number)} ${number === 1 ? noun : plural}`;
}

/**
 * Say where an event was, no more precisely than it is known.
 * @param {{place: string|null, precision: string, relation: string, admin1: string|null, country: string|null,
 *   radius: number|null, text: string|null}} where country is a name
 * @returns {string}
 */
export function sayPlace({ place, precision, relation, admin1, country, radius, text }) {
  const name = place || text || admin1 || country;
  if (precision === "unknown" || !name) return text ? `the text says “${text}”; no place of that name was found` : "the text names no place";
  const about = radius ? ` (within about ${sayNumber(Math.max(1, Math.round(radius)))} km)` : "";
  if (relation === "near") return `near ${name}${about}`;
  if (relation === "offset") return `${text || `at some distance from ${name}`}${about}`;
  if (relation === "between") return `${text || `between places near ${name}`}${about}`;
  if (precision === "site") return `at ${name}`;
  if (precision === "city") return `in the city or town of ${name}`;
  if (precision === "admin2") return `somewhere in the district of ${name}; the text is no more precise`;
  if (precision === "admin1") return `somewhere in ${name}; the text names no town`;
  return `somewhere in ${name}; the text names no town`;
}

/**
 * Say a number as told: "3", "at least 3", "3 to 5", "up to 5"; null where nothing is told.
 * @param {number|null} low
 * @param {number|null} high
 * @param {string} word
 * @returns {string|null}
 */
export function sayToll(low, high, word) {
  if (low === null && high === null) return null;
  if (low === 0 && high === 0) return `none ${word}`;
  if (low === null) return `up to ${sayNumber(/** @type {number} */ (high))} ${word}`;
  if (high === null) return `at least ${sayNumber(low)} ${word}`;
  return low === high ? `${sayNumber(low)} ${word}` : `${sayNumber(low)} to ${sayNumber(high)} ${word}`;
}

/**
 * Say how many people were harmed, each kind as told; what is not told is left out.
 * @param {(name: string) => any} get gives a column of the event
 * @returns {string[]} "3 killed", "at least 12 missing"
 */
export function sayTolls(get) {
  const kinds = ["killed", "injured", "missing", "displaced"];
  return kinds.map((kind) => sayToll(get(`${kind}_min`), get(`${kind}_max`), kind)).filter((toll) => toll !== null);
}

/**
 * Say who vouches for an event; null where the text simply tells it.
 * @param {string|null} assertion
 * @param {string|null} by
 */
export function sayAssertion(assertion, by) {
  if (assertion === "claimed") return by ? `claimed by ${by}` : "claimed; the text does not confirm it";
  if (assertion === "denied") return by ? `denied by ${by}` : "denied";
  if (assertion === "contested") return by ? `contested; according to ${by}` : "contested";
  return by ? `according to ${by}` : null;
}
