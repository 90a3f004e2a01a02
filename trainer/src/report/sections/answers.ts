import type { Locale } from "../language/locale.js";
import type { MulticlassReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The confusion matrix of several classes. */
export const answerSection = (
  { evaluation }: MulticlassReport,
  { text, format: { count, percent } }: Locale,
): Section => {
  const { classes, confusion, policy } = evaluation;
  const { heading, reading, caption, happened, all, policies } = text.multiclass.answers;
  return {
    heading,
    reading: reading(policies[policy]),
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
