/**
 * The bytes of JSON in one form (RFC 8785): members in the order of their names, without blanks. Members that are
 * undefined are left out.
 */
export const canonicalBytes = (json: unknown): Buffer => Buffer.from(JSON.stringify(sorted(json)));

const sorted = (json: unknown): unknown => {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  const entries = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, sorted(value)]));
};
