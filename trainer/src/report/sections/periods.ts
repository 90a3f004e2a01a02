import { count, percent } from "../format.js";
import type { ClassificationReport, Period } from "../report-data.js";
import type { Section } from "../section.js";

/** What was learned from and what was measured on. */
export const periodSection = ({ training, test, words }: ClassificationReport): Section => {
  const row = (name: string, { from, to, observations, positives }: Period): string[] => [
    name,
    from,
    to,
    count(observations),
    count(positives),
    percent(positives / observations),
  ];
  return {
    heading: "Training and test",
    reading:
      "The model learns from the older observations and is measured on the newer ones, as it will be used.",
    table: {
      caption: "Periods",
      columns: [
        { name: "Period" },
        { name: "From" },
        { name: "To" },
        { name: "Observations", numeric: true },
        { name: `That ${words.positive}`, numeric: true },
        { name: "Share", numeric: true },
      ],
      rows: [row("Training", training), row("Test", test)],
    },
  };
};
