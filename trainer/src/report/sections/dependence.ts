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
  const { heading, reading, name } = locale.text.shapes.dependence;
  return [
    {
      heading,
      reading,
      chart: {
        name: name(dependence.map(({ feature }) => feature).join(", ")),
        spec: dependencePlot(dependence, classes, isShare, locale),
      },
    },
  ];
};
