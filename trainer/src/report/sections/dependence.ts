import type { Dependence } from "../../learn/shapes/dependence.js";
import { dependencePlot } from "../charts/dependence.js";
import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/**
 * What the model answers by each feature; nothing for a model that has coefficients instead.
 *
 * @param classes names of three classes or more, each with an answer of its own
 * @param isShare whether answers are probabilities
 */
export const dependenceSection = (
  { dependence }: ModelReport,
  classes: readonly string[],
  isShare: boolean,
  locale: Locale,
): Section[] => {
  if (dependence.length === 0) return [];
  const { heading, reading, name, ...names } = locale.text.shapes.dependence;
  const { measured, percent } = locale.format;
  return [
    {
      heading,
      reading,
      chart: {
        name: name(dependence.map(({ feature }) => feature).join(", ")),
        spec: dependencePlot(dependence, classes, isShare, locale),
      },
      table: {
        caption: names.caption,
        columns: [
          { name: names.feature },
          { name: names.lowest, numeric: true },
          { name: names.highest, numeric: true },
        ],
        rows: dependence.flatMap((each) => rowsOf(each, classes, isShare ? percent : measured)),
      },
    },
  ];
};

const rowsOf = (
  { feature, answers }: Dependence,
  classes: readonly string[],
  format: (answer: number) => string,
): string[][] =>
  answers[0]!.map((_, output) => {
    const own = answers.map((each) => each[output]!);
    const named = classes.length === 0 ? feature : `${feature}, ${classes[output]}`;
    return [named, format(Math.min(...own)), format(Math.max(...own))];
  });
