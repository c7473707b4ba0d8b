// What the page's scripts compute, run by node's own test runner from test_bundle.py.
import assert from "node:assert/strict";
import { test } from "node:test";

import { shareOut } from "../../geomap/webmap/js/shapes.mjs";
import { binPoints, fanOffsets } from "../../geomap/webmap/js/bins.mjs";
import { BY_DATE, BY_LAYER, BY_TYPE, chooseAll, countByCode, countByLeaf, foldText, makeFilter } from "../../geomap/webmap/js/filter.mjs";
import { TakenBoxes, wrapName } from "../../geomap/webmap/js/labels.mjs";
import { choosePeriod, makeLayers } from "../../geomap/webmap/js/layers.mjs";
import { decodeLines, isInRings } from "../../geomap/webmap/js/lines.mjs";
import { freeBox, joinBoxes } from "../../geomap/webmap/js/mapview.mjs";
import { hasRoom } from "../../geomap/webmap/js/marks.mjs";
import { packLeaves, readState, unpackLeaves, writeState } from "../../geomap/webmap/js/permalink.mjs";
import { nearUnitY, toLatitude, toLongitude, toUnitLength, toUnitX, toUnitY, visibleCopies } from "../../geomap/webmap/js/project.mjs";
import { cutQuote, parseList } from "../../geomap/webmap/js/quotes.mjs";
import { makeTable } from "../../geomap/webmap/js/table.mjs";
import { binOf, countBins, findSpans, layBrackets, makeScale, PALE, placeOf, RANGE, SHARP, UNDATED } from "../../geomap/webmap/js/timebins.mjs";
import { isoDay, joinDay, sayDate, sayPlace, sayToll, splitDay } from "../../geomap/webmap/js/words.mjs";

const DAY = (text) => Math.round(Date.parse(text) / 86400000);

function makeColumns(rows) {
  const names = ["event_id", "title", "event_type", "event_family", "actor", "actors", "target", "date_start", "date_end", "date_precision", "place", "place_text", "place_precision", "place_relation", "country", "admin1", "assertion", "status", "confidence", "latitude", "longitude", "count", "area", "quote", "source"];
  const defaults = { event_family: "other", place_precision: "site", place_relation: "in", assertion: "asserted", status: "found", confidence: 1, count: 1, area: -1 };
  return Object.fromEntries(names.map((name) => [name, { v: rows.map((row) => row[name] ?? defaults[name] ?? null) }]));
}

function makeSample() {
  const rows = [
    { event_id: "a", actor: "US", event_family: "attack", date_start: DAY("2023-12-26"), latitude: 33, longitude: 44, title: "Strike in Ämter" },
    { event_id: "b", actor: "US", event_family: "attack", date_start: DAY("2020-01-03"), latitude: 33.2, longitude: 44.2 },
    { event_id: "c", actor: "Israel", event_family: "legal", date_start: DAY("2023-12-25"), latitude: 35, longitude: 38, place_precision: "country" },
    { event_id: "d", actor: null, event_family: "legal", date_start: null, place_precision: "unknown", confidence: 0.3 },
  ];
  const table = makeTable({ size: rows.length, columns: makeColumns(rows) });
  const layers = makeLayers(["actor", "period"], table, new Map());
  return { table, layers, filter: makeFilter(table, layers) };
}

test("the unit square is Web Mercator and turns back", () => {
  assert.equal(toUnitX(0), 0.5);
  assert.ok(Math.abs(toUnitY(0) - 0.5) < 1e-12);
  assert.ok(Math.abs(toUnitY(85.0511287798)) < 1e-9);
  for (const latitude of [-84, -33.3, 0, 36.24, 71]) assert.ok(Math.abs(toLatitude(toUnitY(latitude)) - latitude) < 1e-9);
  assert.equal(toLongitude(toUnitX(43.96)).toFixed(6), "43.960000");
  assert.ok(toUnitLength(10, 60) > 1.99 * toUnitLength(10, 0));
  assert.deepEqual(visibleCopies({ scale: 256, originX: -10, originY: 0, width: 300, height: 10, zoom: 0 }), [-1, 0, 1]);
});

test("days are split and joined in any year as the calendar has them", () => {
  for (let day = DAY("0001-01-01"); day < DAY("2400-01-01"); day += 97) {
    const date = new Date(day * 86400000);
    const { year, month, day: ofMonth } = splitDay(day);
    assert.deepEqual([year, month, ofMonth], [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]);
    assert.equal(joinDay(year, month, ofMonth), day);
  }
  assert.equal(isoDay(DAY("2000-02-29")), "2000-02-29");
  assert.equal(joinDay(2023, 12, 1), DAY("2024-01-01"));
});

test("dates are said as precisely as they are known", () => {
  const from = DAY("2023-12-01");
  const to = DAY("2023-12-31");
  assert.equal(sayDate(to, to, "day"), "31 December 2023");
  assert.equal(sayDate(from, to, "month"), "in December 2023, day not known");
  assert.equal(sayDate(from, to, "year"), "in 2023, day not known");
  assert.equal(sayDate(from, to, "range"), "between 1 December 2023 and 31 December 2023");
  assert.equal(sayDate(NaN, NaN, "unknown"), "date not known");
});

test("places are said as precisely as they are known", () => {
  const where = { place: "Iraq", precision: "country", relation: "in", admin1: null, country: "Iraq", radius: null, text: "Iraq" };
  assert.equal(sayPlace(where), "somewhere in Iraq; the text names no town");
  assert.equal(sayPlace({ ...where, place: "Erbil", precision: "city" }), "in the city or town of Erbil");
  assert.equal(sayPlace({ ...where, place: "Mosul", precision: "city", relation: "near", radius: 12.4 }), "near Mosul (within about 12 km)");
  assert.equal(sayPlace({ ...where, place: null, precision: "unknown", text: null, country: null }), "the text names no place");
});

test("tolls are said as told", () => {
  assert.equal(sayToll(3, 3, "killed"), "3 killed");
  assert.equal(sayToll(3, null, "injured"), "at least 3 injured");
  assert.equal(sayToll(null, 5, "injured"), "up to 5 injured");
  assert.equal(sayToll(1, 4, "injured"), "1 to 4 injured");
  assert.equal(sayToll(null, null, "killed"), null);
});

test("layers are a tree with the most frequent actor first, the nameless last, periods newest first", () => {
  const { layers } = makeSample();
  assert.deepEqual(layers.groups.map((g) => g.label), ["US", "Israel", "no actor named"]);
  assert.deepEqual(layers.groups[0].children.map((c) => c.label), ["2023", "2020"]);
  assert.deepEqual(layers.groups[2].children.map((c) => c.label), ["no date"]);
  assert.equal(layers.leafCount, 4);
  assert.equal(choosePeriod(0, 20), "day");
  assert.equal(choosePeriod(0, 300), "month");
  assert.equal(choosePeriod(0, 3000), "year");
});

test("events before 1970 have periods too", () => {
  const rows = [{ date_start: DAY("1914-07-28") }, { date_start: DAY("1969-12-31") }, {}];
  const table = makeTable({ size: 3, columns: makeColumns(rows) });
  const layers = makeLayers(["period"], table, new Map());
  assert.deepEqual(layers.groups.map((g) => g.label), ["1969", "1914", "no date"]);
});

test("filters combine and each counts what the others leave", () => {
  const { table, layers, filter } = makeSample();
  const choice = { ...chooseAll(), types: new Set([table.words("event_family").indexOf("legal")]), range: [DAY("2023-01-01"), DAY("2023-12-31")] };
  const { fails, shown } = filter.apply(choice);
  assert.equal(shown, 1);
  assert.deepEqual([...fails].map((bits) => bits === 0), [true, false, false, false]);
  assert.equal(countByCode(fails, table.codes("event_family"), 2, BY_TYPE)[1], 1);
  assert.deepEqual([...countByLeaf(fails, layers)], [1, 0, 0, 0]);
  assert.equal([...fails].filter((bits) => (bits & ~BY_DATE) === 0).length, 2);
  assert.equal(fails[1] & BY_LAYER, 0);
});

test("text is found without marks and case, and every word counts", () => {
  const { filter } = makeSample();
  assert.equal(filter.apply({ ...chooseAll(), text: "strike amter" }).shown, 1);
  assert.equal(filter.apply({ ...chooseAll(), text: "strike paris" }).shown, 0);
  assert.equal(foldText("Ḩamāh"), "hamah");
});

test("a text is searched field by field, numbers and names in other scripts too", () => {
  const rows = [{ event_id: "17", place: "Baghdad", quote: "أربيل" }, { event_id: "18", actor: "Baghdad brigade" }, { event_id: "19" }];
  const table = makeTable({ size: 3, columns: makeColumns(rows) });
  const find = (text) => [...makeFilter(table, makeLayers(["actor"], table, new Map())).apply({ ...chooseAll(), text }).fails].map((bits) => bits === 0);
  assert.deepEqual(find("baghdad"), [true, true, false]);
  assert.deepEqual(find("baghdad 18"), [false, true, false]);
  assert.deepEqual(find("أربيل"), [true, false, false]);
  assert.deepEqual(find("  "), [true, true, true]);
});

test("confidence, precision, undated and placeless filters", () => {
  const { filter } = makeSample();
  assert.equal(filter.apply({ ...chooseAll(), confidence: 0.5 }).shown, 3);
  assert.equal(filter.apply({ ...chooseAll(), precisions: new Set(["country"]) }).shown, 3);
  assert.equal(filter.apply({ ...chooseAll(), range: "none" }).shown, 1);
  assert.equal(filter.apply({ ...chooseAll(), placeless: true }).shown, 1);
  assert.equal(filter.apply({ ...chooseAll(), statuses: new Set(["found"]) }).shown, 0);
  assert.equal(filter.apply({ ...chooseAll(), vouched: new Set(["claimed"]) }).shown, 4);
});

test("bins keep every row and its weight, and do not overlap", () => {
  const size = 3000;
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const x = Float64Array.from({ length: size }, random);
  const y = Float64Array.from({ length: size }, random);
  const weight = Float64Array.from({ length: size }, () => 1 + Math.floor(random() * 3));
  const rows = Array.from({ length: size }, (_, i) => i);
  const bins = binPoints({ x, y, weight }, rows, 900, { west: 0, east: 1, north: 0, south: 1 });
  assert.deepEqual(bins.flatMap((bin) => bin.rows).sort((a, b) => a - b), rows);
  assert.equal(bins.reduce((sum, bin) => sum + bin.weight, 0), weight.reduce((a, b) => a + b, 0));
  for (const bin of bins) assert.ok(bin.radius >= 7 && bin.radius <= 22);
  const outside = binPoints({ x, y, weight }, rows, 900, { west: 2, east: 3, north: 0, south: 1 });
  assert.equal(outside.length, 0);
});

test("a spot is one spot, close neighbours are not", () => {
  const points = { x: [0.5, 0.5, 0.5001], y: [0.5, 0.5, 0.5], weight: [1, 1, 1] };
  const box = { west: 0, east: 1, north: 0, south: 1 };
  const [together] = binPoints(points, [0, 1, 2], 1000, box);
  assert.equal(together.oneSpot, false);
  const apart = binPoints(points, [0, 1, 2], 1e6, box);
  assert.deepEqual(apart.map((bin) => [bin.rows.length, bin.oneSpot]).sort(), [[1, true], [2, true]]);
  for (const count of [2, 3, 7]) {
    const offsets = fanOffsets(count, 7);
    for (let i = 0; i < count; i += 1) for (let j = 0; j < i; j += 1) assert.ok(Math.hypot(offsets[i].x - offsets[j].x, offsets[i].y - offsets[j].y) >= 14);
  }
});

test("a fan opens only where it touches nothing else", () => {
  const spot = (x, count) => ({ x, y: 0, weight: count, rows: Array.from({ length: count }, (_, i) => i), radius: 13, oneSpot: true });
  const [lone, near, far] = [spot(0, 4), spot(30, 1), spot(80, 1)];
  assert.ok(hasRoom(lone, [lone, far]));
  assert.ok(!hasRoom(lone, [lone, near]));
  assert.ok(!hasRoom(far, [far]));
  assert.ok(!hasRoom(spot(0, 8), []));
  assert.ok(!hasRoom({ ...lone, oneSpot: false }, []));
});

test("what a sheet leaves of the map is above or beside it", () => {
  const frame = { left: 0, right: 390, top: 60, bottom: 660 };
  assert.deepEqual(freeBox(frame, null), { left: 36, right: 354, top: 36, bottom: 564 });
  assert.deepEqual(freeBox(frame, { left: 0, right: 390, top: 400, bottom: 800 }), { left: 36, right: 354, top: 36, bottom: 304 });
  assert.deepEqual(freeBox(frame, { left: 200, right: 390, top: 0, bottom: 800 }), { left: 36, right: 164, top: 36, bottom: 564 });
  assert.deepEqual(freeBox(frame, { left: 400, right: 700, top: 0, bottom: 800 }), freeBox(frame, null));
});

test("a view across the 180° line is the narrow one", () => {
  const at = (x) => ({ west: x, east: x, north: 0.5, south: 0.6 });
  const across = joinBoxes([at(0.99), at(0.01)]);
  assert.ok(Math.abs(across.west - 0.99) < 1e-9 && Math.abs(across.east - 1.01) < 1e-9);
  const plain = joinBoxes([at(0.4), at(0.7)]);
  assert.deepEqual([plain.west, plain.east], [0.4, 0.7]);
  assert.ok(!Number.isFinite(joinBoxes([]).west));
});

test("the timeline has few bins whatever the span, and each day falls into its own", () => {
  for (const [first, last] of [["2023-12-25", "2023-12-26"], ["2023-01-01", "2023-12-31"], ["1989-01-07", "2022-12-19"], ["1500-01-01", "2023-01-01"]]) {
    const scale = makeScale(DAY(first), DAY(last));
    assert.ok(scale.edges.length - 1 <= 600 && scale.edges.length >= 2);
    for (const day of [DAY(first), DAY(last), Math.floor((DAY(first) + DAY(last)) / 2)]) {
      const bin = binOf(scale, day);
      assert.ok(scale.edges[bin] <= day && day < scale.edges[bin + 1]);
    }
  }
});

test("a day is a bar, a month a pale bar, a range a bracket, and no date a stub", () => {
  const scale = makeScale(0, 99);
  const table = { size: 6, start: Float64Array.from([0, 0, 2, 20, 50, NaN]), end: Float64Array.from([0, 0, 5, 29, 50, NaN]) };
  const precisions = ["day", "day", "month", "range", "range", "unknown"];
  const spans = findSpans(scale, table, (row) => precisions[row]);
  assert.deepEqual([...spans.kind], [SHARP, SHARP, PALE, RANGE, SHARP, UNDATED]);
  const counted = countBins(spans, 100, new Uint8Array(6), BY_DATE, Uint8Array.from([0, 1, 0, 1, 0, 0]), 2);
  assert.deepEqual([...counted.sharp].slice(0, 2), [1, 1]);
  assert.deepEqual([2, 3, 4, 5].map((bin) => counted.pale[bin * 2]), [0.25, 0.25, 0.25, 0.25]);
  assert.deepEqual(counted.brackets.map(({ row, from, to, slot, count, lane }) => [row, from, to, slot, count, lane]), [[3, 20, 29, 1, 1, 0]]);
  assert.equal(counted.undated, 1);
  assert.equal(counted.most, 2);
  const hidden = countBins(spans, 100, Uint8Array.from([0, 0, 0, BY_LAYER, 0, 0]), BY_DATE, new Uint8Array(6), 2);
  assert.deepEqual(hidden.brackets, []);
});

test("a range within one bin has no room for a bracket", () => {
  const scale = makeScale(0, 365 * 40);
  const spans = findSpans(scale, { size: 1, start: Float64Array.from([10]), end: Float64Array.from([12]) }, () => "range");
  assert.deepEqual([spans.kind[0], spans.from[0]], [PALE, spans.to[0]]);
});

test("brackets never touch in their lane, and too many of them become pale bars", () => {
  const range = (from, to) => ({ row: 0, from, to, slot: 0, count: 1, lane: 0 });
  const { brackets } = layBrackets([range(5, 9), range(0, 4), range(3, 6), range(10, 12)]);
  assert.deepEqual(brackets.map(({ from, lane }) => [from, lane]), [[0, 0], [3, 1], [5, 0], [10, 0]]);
  const crowd = Array.from({ length: 4 }, () => range(0, 9));
  assert.deepEqual(layBrackets(crowd), { brackets: [], rest: crowd });
  const table = { size: 4, start: new Float64Array(4), end: new Float64Array(4).fill(9) };
  const scale = makeScale(0, 99);
  const counted = countBins(findSpans(scale, table, () => "range"), 100, new Uint8Array(4), BY_DATE, Uint8Array.from([0, 1, 2, 3]), 4);
  assert.equal(counted.brackets.length, 0);
  assert.ok(Math.abs(counted.pale.reduce((a, b) => a + b, 0) - 4) < 1e-9);
});

test("a day has its place between the edges of its bin", () => {
  const scale = makeScale(DAY("2020-01-01"), DAY("2023-12-31"));
  assert.equal(scale.unit, "month");
  assert.equal(placeOf(scale, DAY("2020-02-01")), 1);
  assert.ok(Math.abs(placeOf(scale, DAY("2020-01-17")) - 16 / 31) < 1e-9);
  assert.equal(placeOf(scale, DAY("2024-01-01")), 48);
});

test("quotes are cut at code points, also beyond the basic plane and from right to left", () => {
  const pieces = cutQuote("💥 أربيل hit", [{ from: 2, to: 7, kind: "place" }, { from: 8, to: 11, kind: "trigger" }]);
  assert.deepEqual(pieces, [{ text: "💥 ", kind: null }, { text: "أربيل", kind: "place" }, { text: " ", kind: null }, { text: "hit", kind: "trigger" }]);
  assert.deepEqual(cutQuote("abc", [{ from: 2, to: 99, kind: "x" }]), [{ text: "abc", kind: null }]);
  assert.deepEqual(cutQuote("abcd", [{ from: 0, to: 3, kind: "x" }, { from: 2, to: 4, kind: "y" }]), [{ text: "abc", kind: "x" }, { text: "d", kind: null }]);
  assert.deepEqual(parseList("{"), []);
  assert.deepEqual(parseList('{"a": 1}'), []);
});

test("lines come back from their steps", () => {
  const lines = decodeLines({ grid: 0.5, step: 4, sizes: [2, 0, 2], kinds: [0, 0, 1], fine: [1, 0, 0], steps: [88, 66, 2, -2, 5, 5, 1, 1] });
  const at = ({ x, y, from }, i) => [toLongitude(x[from + i]).toFixed(6), toLatitude(y[from + i]).toFixed(6)];
  assert.deepEqual(at(lines[0], 0), ["44.000000", "33.000000"]);
  assert.deepEqual(at(lines[0], 1), ["45.000000", "32.000000"]);
  assert.deepEqual(at(lines[2], 1), ["12.000000", "12.000000"]);
  assert.deepEqual(lines.map(({ size, kind, fine }) => [size, kind, fine]), [[2, 0, true], [0, 0, false], [2, 1, false]]);
  assert.ok(lines[0].west < lines[0].east && lines[0].north < lines[0].south);
});

test("latitudes from the table are right to a pixel", () => {
  for (let latitude = -74.99; latitude < 75; latitude += 0.37) assert.ok(Math.abs(nearUnitY(latitude) - toUnitY(latitude)) * 256 * 2 ** 16 < 1);
  assert.ok(Number.isFinite(nearUnitY(90)) && Number.isFinite(nearUnitY(-90)));
});

test("a point is in an area but not in its hole", () => {
  // a square of 4 degrees with a hole of 2, on a grid of one degree
  const lines = decodeLines({ grid: 1, step: 1, sizes: [5, 5], kinds: [0, 0], fine: [1, 1], steps: [0, 0, 4, 0, 0, 4, -4, 0, 0, -4, 1, 1, 0, 2, 2, 0, 0, -2, -2, 0] });
  const at = (longitude, latitude) => isInRings([[0], [1]], lines, toUnitX(longitude), toUnitY(latitude));
  assert.deepEqual([at(0.5, 0.5), at(2, 2), at(5, 2), at(3.5, 3.5)], [true, false, false, true]);
});

test("labels never share room", () => {
  const taken = new TakenBoxes();
  taken.take({ left: 0, right: 100, top: 0, bottom: 20 });
  assert.ok(!taken.isFree({ left: 90, right: 190, top: 10, bottom: 30 }));
  assert.ok(taken.isFree({ left: 100, right: 190, top: 0, bottom: 20 }));
  assert.deepEqual(wrapName("South China Sea"), ["South", "China Sea"]);
});

test("a link brings back the choice, the view and the event", () => {
  const { table, layers } = makeSample();
  const choice = { ...chooseAll(), layers: new Set([0, 3]), types: new Set([1]), precisions: new Set(["country"]), vouched: new Set(["claimed"]), statuses: new Set(["found"]), confidence: 0.5, text: "a & b=c#d", range: [18000, 19000] };
  const model = { table, layers, selected: 2, choice: () => choice };
  const text = writeState(model, { latitude: 33.25, longitude: -44.5, zoom: 5.25 }, { tab: "list" });
  const state = readState(model, `#${text}`);
  assert.deepEqual(state.choice, { ...choice });
  assert.deepEqual(state.view, { latitude: 33.25, longitude: -44.5, zoom: 5.25 });
  assert.equal(state.selected, 2);
  assert.deepEqual(state.panels, { tab: "list" });
});

test("a link that is damaged or of another map shows everything", () => {
  const { table, layers } = makeSample();
  const model = { table, layers, selected: -1, choice: chooseAll };
  for (const hash of ["", "#", "#%E0%A4%A", "#off=zz-zzz&v=a,b,c&date=x~y&event=%E0%A4%A&sure=nan", "#v=99,0,3"]) {
    const state = readState(model, hash);
    assert.equal(state.view, null);
    assert.equal(state.selected, -1);
    assert.equal(state.choice.range, null);
    assert.equal(state.choice.confidence, 0);
  }
});

test("hidden leaves are written shortly and read again", () => {
  const layers = { leafCount: 5000 };
  for (const off of [[], [0], [1, 2, 3, 900], [...Array(5000).keys()], [...Array(4999).keys()]]) {
    const text = packLeaves(layers, new Set(off));
    assert.ok(text.length < 40);
    assert.deepEqual([...unpackLeaves(layers, text)].sort((a, b) => a - b), off);
  }
});

test("the smallest of several actors in one area is still seen", () => {
  const shares = shareOut([["blue", 55], ["red", 1]], 1 / 7);
  assert.ok(shares[1][1] >= 0.12);
  assert.ok(shares[0][1] > shares[1][1]);
  assert.ok(Math.abs(shares[0][1] + shares[1][1] - 1) < 1e-9);
  assert.deepEqual(shareOut([["blue", 3]], 1 / 7), [["blue", 1]]);
  const many = shareOut(Array.from({ length: 20 }, (_, i) => [`c${i}`, 1]), 1 / 7);
  assert.ok(many.every(([, share]) => Math.abs(share - 0.05) < 1e-9));
});
