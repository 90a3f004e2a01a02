import { fewThresholdCases } from "../../learn/certainty/threshold-cases.js";
import { confusionPlot, type ConfusionMatrix } from "../charts/confusion.js";
import { capital } from "@despliega/storage/language";
import type { Locale } from "../language/locale.js";
import { policyText } from "../policy-text.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The confusion matrix in the words of the model. */
export const confusionSection = (
  { evaluation, training, words }: ClassificationReport,
  locale: Locale,
): Section => {
  const { count, number, percent } = locale.format;
  const { classification } = locale.text;
  const { tp, fp, tn, fn } = evaluation.confusion;
  const { value, policy } = evaluation.threshold;
  const { heading, reading, fewCases, name, caption, ...names } = classification.confusion;
  const few = fewThresholdCases(evaluation.threshold, training);
  const part = (some: number, all: number): string =>
    all > 0 ? `${count(some)} (${percent(some / all)})` : count(some);
  const actual = [words.positive, words.negative].map((clause) =>
    classification.group(words.observations, clause),
  );
  const matrix: ConfusionMatrix = {
    actual: [words.positive, words.negative].map(capital),
    answered: [names.flagged, names.passed],
    counts: [
      [tp, fn],
      [fp, tn],
    ],
  };
  const cells = matrix.counts.flatMap((counts, at) =>
    counts.map((n, to) =>
      names.cell(
        actual[at]!,
        matrix.answered[to]!.toLowerCase(),
        percent(n / (counts[0]! + counts[1]!)),
      ),
    ),
  );
  const row = (name: string, flagged: number, passed: number): string[] => {
    const total = flagged + passed;
    return [capital(name), part(flagged, total), part(passed, total), count(total)];
  };
  return {
    heading,
    reading: reading(number(value), policyText(policy, locale)),
    ...(few === undefined ? {} : { warning: fewCases(count(few)) }),
    chart: {
      name: name(number(value), cells.join(", ")),
      spec: confusionPlot(matrix, locale),
    },
    table: {
      caption,
      columns: [
        { name: names.happened },
        { name: names.flagged, numeric: true },
        { name: names.passed, numeric: true },
        { name: names.all, numeric: true },
      ],
      rows: [row(actual[0]!, tp, fn), row(actual[1]!, fp, tn), row(names.all, tp + fp, fn + tn)],
    },
  };
};
