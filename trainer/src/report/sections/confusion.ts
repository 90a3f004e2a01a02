import { capital } from "../language/format.js";
import type { Locale } from "../language/locale.js";
import { policyText } from "../policy-text.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The confusion matrix in the words of the model. */
export const confusionSection = (
  { evaluation, words }: ClassificationReport,
  locale: Locale,
): Section => {
  const { count, number, percent } = locale.format;
  const { classification } = locale.text;
  const { tp, fp, tn, fn } = evaluation.confusion;
  const { value, policy } = evaluation.threshold;
  const { heading, reading, caption, ...names } = classification.confusion;
  const part = (some: number, all: number): string =>
    all > 0 ? `${count(some)} (${percent(some / all)})` : count(some);
  const row = (name: string, flagged: number, passed: number): string[] => {
    const total = flagged + passed;
    return [capital(name), part(flagged, total), part(passed, total), count(total)];
  };
  return {
    heading,
    reading: reading(number(value), policyText(policy, locale)),
    table: {
      caption,
      columns: [
        { name: names.happened },
        { name: names.flagged, numeric: true },
        { name: names.passed, numeric: true },
        { name: names.all, numeric: true },
      ],
      rows: [
        row(classification.group(words.observations, words.positive), tp, fn),
        row(classification.group(words.observations, words.negative), fp, tn),
        row(names.all, tp + fp, fn + tn),
      ],
    },
  };
};
