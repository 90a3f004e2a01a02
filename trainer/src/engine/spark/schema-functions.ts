import { literal } from "../sql.js";

/**
 * Statements that give a schema of Spark those words of DuckDB that a features.sql may use on both engines, and that Spark
 * has no word for: `datesub`, `strip_accents` and `array_to_string`. They run once, when the schema is made.
 */
export const schemaFunctions = (): readonly string[] => [
  made(
    "completed_months(earlier DATE, later DATE) RETURNS BIGINT",
    // A month is complete on the last day of a shorter one.
    `${MONTHS} - CASE WHEN add_months(earlier, ${MONTHS}) > later THEN 1 ELSE 0 END`,
  ),
  made(
    "months_since(start DATE, stop DATE) RETURNS BIGINT",
    `CASE WHEN start <= stop THEN completed_months(start, stop)
          WHEN start > stop THEN -completed_months(stop, start) END`,
  ),
  made(
    "datesub(unit STRING, start DATE, stop DATE) RETURNS BIGINT",
    `CASE lower(unit) WHEN 'day' THEN datediff(stop, start)
          WHEN 'week' THEN datediff(stop, start) DIV 7
          WHEN 'month' THEN months_since(start, stop)
          WHEN 'quarter' THEN months_since(start, stop) DIV 3
          WHEN 'year' THEN months_since(start, stop) DIV 12
          ELSE raise_error('datesub takes day, week, month, quarter and year') END`,
  ),
  made(
    "strip_accents(plain STRING) RETURNS STRING",
    `translate(plain, ${literal(LETTERS.map(([accented]) => accented).join("") + MARKS)}, ${literal(LETTERS.map(([, plain]) => plain).join(""))})`,
  ),
  made(
    "array_to_string(items ARRAY<STRING>, separator STRING) RETURNS STRING",
    "array_join(items, separator)",
  ),
];

/**
 * The statement after which `getvariable` gives these days, and NULL for every other name, as DuckDB does.
 *
 * @param days by their names, as YYYY-MM-DD; null is a day that is not known
 */
export const dayFunction = (days: ReadonlyMap<string, string | null>): string => {
  const known = [...days].flatMap(([name, day]) =>
    day === null ? [] : [` WHEN ${literal(name)} THEN DATE ${literal(day)}`],
  );
  const value = known.length === 0 ? "CAST(NULL AS DATE)" : `CASE name${known.join("")} END`;
  return made("getvariable(name STRING) RETURNS DATE", value);
};

const made = (signature: string, value: string): string =>
  `CREATE OR REPLACE FUNCTION ${signature} RETURN ${value}`;

const MONTHS = "((year(later) - year(earlier)) * 12 + month(later) - month(earlier))";

/** The first plane without ASCII: every letter that has a character of its own with an accent. Halves of pairs are left out. */
const CHARACTERS = Array.from({ length: 0x1_0000 - 0x80 }, (_, at) => at + 0x80)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCharCode(code));

const withoutMarks = (text: string): string => text.normalize("NFD").replaceAll(/\p{M}/gu, "");

/** Letters with an accent, and each without it. */
const LETTERS = CHARACTERS.flatMap((accented) => {
  const plain = withoutMarks(accented);
  return plain !== accented && plain.length === 1 ? [[accented, plain] as const] : [];
});

/** Accents that follow a letter as characters of their own: a translation drops what it has no second text for. */
const MARKS = CHARACTERS.filter((character) => withoutMarks(character) === "").join("");
