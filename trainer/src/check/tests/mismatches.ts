import type { Row, Value } from "./tests-schema.js";

/** The largest difference of numbers that count as equal, as a share of the one that is expected. */
const TOLERANCE = 1e-9;

/** How expected observations are found, and compared. */
export interface MatchOptions {
  /** Columns that name an observation. */
  readonly keys: readonly string[];
  /** Largest difference of a number. Default: a billionth of it. */
  readonly tolerance?: number | undefined;
}

/**
 * What differs between an expected observation and those that there are, each as the end of a sentence.
 *
 * @param found all observations of the test
 */
export const mismatchesOf = (
  expected: Row,
  found: readonly Row[],
  { keys: named, tolerance }: MatchOptions,
): readonly string[] => {
  const keys = Object.entries(expected).filter(([name]) => named.includes(name));
  const called = keys.map(([name, value]) => `${name} ${shown(value)}`).join(", ");
  const matching = found.filter((row) =>
    keys.every(([name, value]) => isSame(value, row[name]!, 0)),
  );
  if (matching.length !== 1)
    return [
      `of ${called} there ${matching.length === 0 ? "is no row" : `are ${matching.length} rows`}, not 1`,
    ];
  const [row] = matching;
  return Object.entries(expected)
    .filter(([name, value]) => !named.includes(name) && !isSame(value, row![name]!, tolerance))
    .map(([name, value]) => `${name} of ${called} is ${shown(row![name]!)}, not ${shown(value)}`);
};

const isSame = (expected: Value, found: Value, tolerance?: number): boolean => {
  if (expected === null || found === null) return expected === found;
  if (typeof expected !== "number") return String(expected) === String(found);
  const number = Number(found);
  return Math.abs(number - expected) <= (tolerance ?? TOLERANCE * Math.abs(expected));
};

const shown = (value: Value): string => (value === null ? "missing" : String(value));
