import { count, percent } from "../format.js";
import type { ClassificationReport, ModelReport } from "../report-data.js";
import type { Span } from "../../dataset/split.js";
import type { Section } from "../section.js";

/** Training and test set of a classifier. */
export const classPeriodSection = ({ training, test, words }: ClassificationReport): Section =>
  section(training, test, [
    { name: `That ${words.positive}`, cell: ({ positives }) => count(positives) },
    { name: "Share", cell: ({ positives, observations }) => percent(positives / observations) },
  ]);

/** Training and test set of a model. */
export const periodSection = ({ training, test }: ModelReport): Section =>
  section(training, test, []);

interface More<Known extends Span> {
  readonly name: string;
  readonly cell: (span: Known) => string;
}

const section = <Known extends Span>(
  training: Known,
  test: Known,
  more: readonly More<Known>[],
): Section => {
  const dated = training.from !== null;
  const row = (name: string, span: Known): string[] => [
    name,
    ...(dated ? [span.from ?? "", span.to ?? ""] : []),
    count(span.observations),
    ...more.map(({ cell }) => cell(span)),
  ];
  return {
    heading: "Training and test",
    reading: dated
      ? "The model learns from the older observations and is measured on the newer ones, as it will be used."
      : "The model learns from one part of the observations and is measured on the other, divided by chance.",
    table: {
      caption: dated ? "Periods" : "Sets",
      columns: [
        { name: dated ? "Period" : "Set" },
        ...(dated ? [{ name: "From" }, { name: "To" }] : []),
        { name: "Observations", numeric: true },
        ...more.map(({ name }) => ({ name, numeric: true })),
      ],
      rows: [row("Training", training), row("Test", test)],
    },
  };
};
