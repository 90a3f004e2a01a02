import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The parameters that repeat the run. */
export const parameterSection = (
  { parameters }: ModelReport,
  { text: { run } }: Locale,
): Section => {
  const { heading, reading, caption, parameter, value: name, none } = run.parameters;
  return {
    heading,
    reading,
    table: {
      caption,
      columns: [{ name: parameter }, { name }],
      rows: Object.entries(parameters).map(([key, value]) => [key, String(value ?? none)]),
    },
  };
};
