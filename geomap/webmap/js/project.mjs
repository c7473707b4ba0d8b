/**
 * Web Mercator on the unit square: longitude -180..180 is x 0..1, latitude 85.05..-85.05 is y 0..1.
 */

const LIMIT = 85.0511287798;
/** Metres around the equator of the WGS 84 ellipsoid. */
const EQUATOR_KM = 40075.017;

/** @param {number} longitude @returns {number} */
export function toUnitX(longitude) {
  return longitude / 360 + 0.5;
}

/** @param {number} latitude @returns {number} */
export function toUnitY(latitude) {
  const sine = Math.sin((Math.max(-LIMIT, Math.min(LIMIT, latitude)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

const TABLE_STEP = 0.02;
/** @type {Float64Array|null} */
let table = null;

/**
 * Give `toUnitY` from a table: quick, and right to a pixel at every zoom between 75° S and 75° N.
 * @param {number} latitude
 * @returns {number}
 */
export function nearUnitY(latitude) {
  table ??= Float64Array.from({ length: 180 / TABLE_STEP + 2 }, (_, place) => toUnitY(place * TABLE_STEP - 90));
  const at = (latitude + 90) / TABLE_STEP;
  const place = Math.trunc(at);
  return table[place] + (at - place) * (table[place + 1] - table[place]);
}

/** @param {number} y @returns {number} latitude */
export function toLatitude(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/** @param {number} x @returns {number} longitude */
export function toLongitude(x) {
  return (x - 0.5) * 360;
}

/**
 * Turn kilometres on the ground into a length on the unit square.
 * @param {number} kilometres
 * @param {number} latitude
 */
export function toUnitLength(kilometres, latitude) {
  return kilometres / (EQUATOR_KM * Math.max(0.05, Math.cos((latitude * Math.PI) / 180)));
}

/**
 * What a canvas shows: unit coordinates times `scale`, less the origin, are its CSS pixels.
 * @typedef {{scale: number, originX: number, originY: number, width: number, height: number, zoom: number}} View
 */

/**
 * Which copies of the world a view shows: 0 is the one from 180° W to 180° E.
 * @param {View} view
 * @returns {number[]}
 */
export function visibleCopies(view) {
  const first = Math.floor(view.originX / view.scale);
  const last = Math.floor((view.originX + view.width) / view.scale);
  const copies = [];
  for (let copy = first; copy <= last; copy += 1) copies.push(copy);
  return copies;
}
