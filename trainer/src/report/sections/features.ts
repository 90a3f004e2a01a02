import { count, number, percent } from "../format.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { kindOf } from "../span.js";

/** What the model looks at, with the mean and the gaps of each feature. */
export const featureSection = ({ features, training }: ModelReport): Section => {
  const ranged = features.some(({ range }) => range !== undefined);
  return {
    heading: "Features",
    reading: "What the model looks at, over the observations that it learned from.",
    table: {
      caption: `Features of the training ${kindOf(training)}`,
      columns: [
        { name: "Feature" },
        { name: "Meaning" },
        { name: "Mean", numeric: true },
        ...(ranged ? [{ name: "Range", numeric: true }] : []),
        { name: "Missing", numeric: true },
      ],
      rows: features.map(({ name, description, mean, range, missing }) => [
        name,
        description,
        number(mean),
        ...(ranged ? [range === undefined ? "" : range.map(number).join(" – ")] : []),
        missing === 0 ? "0" : `${count(missing)} (${percent(missing / training.observations)})`,
      ]),
    },
  };
};
