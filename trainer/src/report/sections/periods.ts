import type { Side, Span } from "../../dataset/split.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport, ModelReport, MulticlassReport } from "../report-data.js";
import type { Section } from "../section.js";
import { isPeriod } from "../span.js";

/** Training and test set of a classifier. */
export const classPeriodSection = (
  { training, test, words }: ClassificationReport,
  locale: Locale,
): Section => {
  const { count, percent } = locale.format;
  const { positives: name, share } = locale.text.run.sets;
  return section(
    training,
    test,
    [
      { name: name(words.positive), cell: ({ positives }) => count(positives) },
      { name: share, cell: ({ positives, observations }) => percent(positives / observations) },
    ],
    locale,
  );
};

/** Training and test set of a classifier of three classes or more. */
export const severalPeriodSection = (
  { training, test, evaluation }: MulticlassReport,
  locale: Locale,
): Section => {
  const { count } = locale.format;
  const columns = evaluation.classes.map(({ name }, code) => ({
    name,
    cell: ({ classes }: Side) => count(classes?.[code] ?? 0),
  }));
  return section(training, test, columns, locale);
};

/** Training and test set of a model. */
export const periodSection = ({ training, test }: ModelReport, locale: Locale): Section =>
  section(training, test, [], locale);

interface More<Known extends Span> {
  readonly name: string;
  readonly cell: (span: Known) => string;
}

const section = <Known extends Span>(
  training: Known,
  test: Known,
  more: readonly More<Known>[],
  { text, format: { count } }: Locale,
): Section => {
  const names = text.run.sets;
  const dated = isPeriod(training);
  const row = (name: string, span: Known): string[] => [
    name,
    ...(dated ? [span.from ?? "", span.to ?? ""] : []),
    count(span.observations),
    ...more.map(({ cell }) => cell(span)),
  ];
  return {
    heading: names.heading,
    reading: dated ? names.byTime : names.byChance,
    table: {
      caption: dated ? names.periods : names.sets,
      columns: [
        { name: dated ? names.period : names.set },
        ...(dated ? [{ name: names.from }, { name: names.to }] : []),
        { name: names.observations, numeric: true },
        ...more.map(({ name }) => ({ name, numeric: true })),
      ],
      rows: [row(names.training, training), row(names.test, test)],
    },
  };
};
