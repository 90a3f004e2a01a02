import { measured, number } from "../format.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The promotion checks with a fixed bound, and whether the model passed them. */
export const floorSection = ({ floors }: ModelReport): Section => ({
  heading: "Promotion checks",
  reading:
    "What the model has to reach before it may be served. How it compares with the model in service is in the release's manifest.",
  table: {
    caption: "Checks with a fixed bound",
    columns: [
      { name: "Rule" },
      { name: "Measured", numeric: true },
      { name: "Bound", numeric: true },
      { name: "Verdict" },
    ],
    rows: floors.map(({ rule, value, bound, passed }) => [
      rule,
      measured(value),
      number(bound),
      passed ? "passed" : "failed",
    ]),
  },
});
