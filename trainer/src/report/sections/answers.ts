import { confusionPlot } from "../charts/confusion.js";
import type { Locale } from "../language/locale.js";
import type { MulticlassReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The confusion matrix of several classes. */
export const answerSection = ({ evaluation }: MulticlassReport, locale: Locale): Section => {
  const { count, percent } = locale.format;
  const { classes, confusion, metrics, policy } = evaluation;
  const {
    heading,
    reading,
    name: title,
    caption,
    happened,
    all,
    policies,
  } = locale.text.multiclass.answers;
  const names = classes.map(({ name }) => name);
  return {
    heading,
    reading: reading(policies[policy]),
    chart: {
      name: title(count(classes.length), percent(metrics["accuracy"] ?? NaN)),
      spec: confusionPlot({ actual: names, answered: names, counts: confusion }, locale),
    },
    table: {
      caption,
      columns: [
        { name: happened },
        ...classes.map(({ name }) => ({ name, numeric: true })),
        { name: all, numeric: true },
      ],
      rows: confusion.map((answers, code) => {
        const { name, observations } = classes[code]!;
        const part = (some: number) =>
          observations > 0 ? `${count(some)} (${percent(some / observations)})` : count(some);
        return [name, ...answers.map(part), count(observations)];
      }),
    },
  };
};
