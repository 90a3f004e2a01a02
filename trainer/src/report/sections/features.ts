import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { isPeriod } from "../span.js";
import { mayBeYears } from "../years.js";

/** The features of the model, with the mean and the missing values of each. */
export const featureSection = (
  { features, training }: ModelReport,
  { text, format: { count, number, percent, year } }: Locale,
): Section => {
  const ranged = features.some(({ range }) => range !== undefined);
  const { heading, reading, caption, requested: withRequest, ...names } = text.run.features;
  return {
    heading,
    reading,
    table: {
      caption: caption(isPeriod(training)),
      columns: [
        { name: names.feature },
        { name: names.meaning },
        { name: names.mean, numeric: true },
        ...(ranged ? [{ name: names.range, numeric: true }] : []),
        { name: names.missing, numeric: true },
      ],
      rows: features.map(({ name, description, requested, mean, range, missing }) => {
        const format = range !== undefined && mayBeYears(range) ? year : number;
        return [
          name,
          requested === true ? withRequest(description) : description,
          mean === undefined ? "" : format(mean),
          ...(ranged ? [range?.map(format).join(" – ") ?? ""] : []),
          missing === 0 ? "0" : `${count(missing)} (${percent(missing / training.observations)})`,
        ];
      }),
    },
  };
};
