import type { ManifestGate } from "@despliega/storage";

import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import { ruleText } from "../rule-text.js";
import type { Section } from "../section.js";

/** The promotion checks with a fixed bound, and whether the model passed them. */
export const floorSection = ({ floors }: ModelReport, locale: Locale): Section => {
  const { heading, reading, caption, ...names } = locale.text.run.checks;
  return {
    heading,
    reading,
    table: {
      caption,
      columns: [
        { name: names.rule },
        { name: names.measured, numeric: true },
        { name: names.bound, numeric: true },
        { name: names.verdict },
      ],
      rows: floors.map((gate) => checkCells(gate, locale)),
    },
  };
};

/** A promotion check as a row: its rule, what was measured, the bound and the verdict. */
export const checkCells = (
  { rule, value, bound, passed }: ManifestGate,
  locale: Locale,
): readonly string[] => {
  const { text, format } = locale;
  const { checks } = text.run;
  return [
    ruleText(rule, locale),
    format.measured(value),
    format.number(bound),
    passed ? checks.passed : checks.failed,
  ];
};
