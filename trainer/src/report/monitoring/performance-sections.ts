import type { Manifest, Monitoring, Performance } from "@despliega/storage";

import { figureBars } from "../charts/figure-bars.js";
import { weekFigures } from "../charts/week-figures.js";
import type { Locale } from "../language/locale.js";
import type { Section, Table } from "../section.js";
import { figureText, watchedMetric } from "./figure-text.js";

/** How well the answers did whose outcomes are known: in all and by week, by outcome, and by group. */
export const performanceSections = (
  { performance }: Monitoring,
  manifest: Pick<Manifest, "metrics" | "classes">,
  locale: Locale,
): Section[] => {
  if (performance?.whole === undefined) return [];
  const { whole, groups } = performance;
  const metric = decisiveMetric(performance, whole);
  return [
    wholeSection(performance, whole, metric, manifest, locale),
    ...confusionSection(whole, manifest, locale),
    ...groups.map((grouping) => groupSection(grouping, metric, locale)),
  ];
};

type Whole = NonNullable<Performance["whole"]>;

/** The metric that tells whether performance was lost. */
const decisiveMetric = ({ loss }: Performance, { figures }: Whole): string =>
  loss?.metric ?? Object.keys(figures)[0]!;

const wholeSection = (
  { outcomes, weeks }: Performance,
  { figures, measured, known }: Whole,
  metric: string,
  { metrics }: Pick<Manifest, "metrics">,
  locale: Locale,
): Section => {
  const words = locale.text.monitoring.performance;
  const { count, percent } = locale.format;
  const { label, format } = watchedMetric(metric, locale);
  const weekly = weeks.flatMap(({ from, figures: { [metric]: figure } }) =>
    figure === undefined ? [] : [{ from, ...figure }],
  );
  const reading = words.reading(
    count(outcomes.known),
    count(outcomes.mature),
    count(outcomes.answers),
    percent(outcomes.known / outcomes.mature),
  );
  return {
    heading: words.heading,
    reading: measured < known ? `${reading} ${words.sampled(count(measured))}` : reading,
    ...(weekly.length === 0
      ? {}
      : {
          chart: {
            name: words.name(
              label,
              weekly.map((week) => `${week.from} ${figureText(week, format)}`).join(", "),
            ),
            spec: weekFigures(weekly, metrics[metric], label, words),
          },
        }),
    table: figureTable(figures, metrics, locale),
  };
};

const figureTable = (
  figures: Whole["figures"],
  metrics: Readonly<Record<string, number>>,
  locale: Locale,
): Table => {
  const words = locale.text.monitoring.performance;
  return {
    caption: words.caption,
    columns: [
      { name: locale.text.metrics.name },
      { name: words.now, numeric: true },
      { name: locale.text.metrics.interval, numeric: true },
      { name: words.release, numeric: true },
    ],
    rows: Object.entries(figures).map(([metric, { value, interval }]) => {
      const { label, format } = watchedMetric(metric, locale);
      const before = metrics[metric];
      return [
        label,
        format(value),
        interval?.map(format).join(" – ") ?? "",
        before === undefined ? "" : format(before),
      ];
    }),
  };
};

const confusionSection = (
  { confusion }: Whole,
  { classes }: Pick<Manifest, "classes">,
  { text, format }: Locale,
): Section[] => {
  if (confusion === undefined) return [];
  const words = text.monitoring.confusion;
  const nameOf = (code: number) => classes?.[code] ?? `${code}`;
  return [
    {
      heading: words.heading,
      reading: words.reading,
      table: {
        caption: words.caption,
        columns: [
          { name: words.outcome },
          ...confusion.map((_, code) => ({ name: words.answer(nameOf(code)), numeric: true })),
        ],
        rows: confusion.map((counts, code) => [nameOf(code), ...counts.map(format.count)]),
      },
    },
  ];
};

const groupSection = (
  { by, groups }: Performance["groups"][number],
  metric: string,
  locale: Locale,
): Section => {
  const words = locale.text.monitoring.groups;
  const { count, signed } = locale.format;
  const { label } = watchedMetric(metric, locale);
  const apart = groups.flatMap(({ name, differences: { [metric]: figure } }) =>
    figure === undefined ? [] : [{ name, figure }],
  );
  return {
    heading: words.heading(by),
    reading: words.reading,
    ...(apart.length === 0
      ? {}
      : {
          chart: {
            name: words.name(
              label,
              apart.map(({ name, figure }) => `${name} ${figureText(figure, signed)}`).join(", "),
            ),
            spec: figureBars(apart, words.axis(label)),
          },
        }),
    table: {
      caption: words.caption,
      columns: [
        { name: words.group },
        { name: words.known, numeric: true },
        { name: locale.text.metrics.name },
        { name: locale.text.monitoring.performance.now, numeric: true },
        { name: words.more, numeric: true },
      ],
      rows: groups.flatMap(({ name, known, figures, differences }) =>
        Object.entries(figures).map(([metric, figure]) => {
          const { label, format } = watchedMetric(metric, locale);
          return [
            name,
            count(known),
            label,
            figureText(figure, format),
            figureText(differences[metric], signed),
          ];
        }),
      ),
    },
  };
};
