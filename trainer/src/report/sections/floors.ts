import type { ManifestGate } from "@despliega/storage";

import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import { likeGuessText } from "../like-guess-text.js";
import { ruleText } from "../rule-text.js";
import type { Section, Table } from "../section.js";

/** The promotion checks with a fixed bound, and whether the model passed them. */
export const floorSection = ({ floors }: ModelReport, locale: Locale): Section => {
  const { heading, reading, caption } = locale.text.run.checks;
  const warning = likeGuessText(floors, locale);
  return {
    heading,
    reading,
    ...(warning === undefined ? {} : { warning }),
    table: checkTable(caption, floors, locale),
  };
};

/** Promotion checks as a table: rule, what was measured, its interval or that of the difference, the bound, the verdict. */
export const checkTable = (
  caption: string,
  gates: readonly ManifestGate[],
  locale: Locale,
): Table => {
  const { rule, measured, interval, bound, verdict } = locale.text.run.checks;
  const numeric = [measured, interval, bound].map((name) => ({ name, numeric: true }));
  return {
    caption,
    columns: [{ name: rule }, ...numeric, { name: verdict }],
    rows: gates.map((gate) => checkCells(gate, locale)),
  };
};

const checkCells = (gate: ManifestGate, locale: Locale): readonly string[] => {
  const { rule, value, bound, passed, verdict } = gate;
  const { text, format } = locale;
  const { checks } = text.run;
  const found = passed ? checks.passed : checks.failed;
  return [
    ruleText(rule, locale),
    format.measured(value),
    intervalText(gate, locale),
    format.number(bound),
    verdict === "cannot tell" ? checks.cannotTell : found,
  ];
};

/** The interval of a check, with the difference where it compares; nothing where none could be told. */
const intervalText = ({ interval, difference }: ManifestGate, { text, format }: Locale): string => {
  if (interval === undefined) return "";
  if (difference === undefined) return interval.map(format.measured).join(" – ");
  const ends = interval.map(format.signed).join(" – ");
  return text.run.checks.difference(format.signed(difference), ends);
};
