import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The parameters that repeat the run. */
export const parameterSection = ({ parameters }: ModelReport): Section => ({
  heading: "Parameters",
  reading:
    "With the same input and these parameters, a run gives the same model and this same page.",
  table: {
    caption: "Parameters of the run",
    columns: [{ name: "Parameter" }, { name: "Value" }],
    rows: Object.entries(parameters).map(([name, value]) => [name, String(value ?? "none")]),
  },
});
