import type { Locale } from "./language/locale.js";
import type { ModelReport } from "./report-data.js";
import type { Report } from "./page.js";

/** What a report was made from. */
export const facts = (
  { inputs, asOf }: ModelReport,
  { text: { page }, format: { count } }: Locale,
): Report["facts"] => [
  ...inputs.flatMap(({ name, bytes, rows, rejected, sha256 }): Report["facts"] => [
    [page.facts.input, page.facts.bytes(name, count(bytes))],
    [page.facts.rows, page.facts.read(count(rows), count(rows - rejected), count(rejected))],
    ["SHA-256", sha256],
  ]),
  ...(asOf === null ? [] : [[page.facts.asOf, asOf] as const]),
];
