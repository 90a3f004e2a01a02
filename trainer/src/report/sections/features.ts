import { count, number, percent, year } from "../format.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { kindOf } from "../span.js";

/** The features of the model, with the mean and the missing values of each. */
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
      rows: features.map(({ name, description, mean, range, missing }) => {
        const format = range?.every(mayBeYear) === true ? year : number;
        return [
          name,
          description,
          format(mean),
          ...(ranged ? [range?.map(format).join(" – ") ?? ""] : []),
          missing === 0 ? "0" : `${count(missing)} (${percent(missing / training.observations)})`,
        ];
      }),
    },
  };
};

const mayBeYear = (value: number): boolean =>
  Number.isInteger(value) && 1000 <= value && value < 3000;
