import { endsOf } from "@despliega/storage";

import { coveragePlot } from "../charts/coverage.js";
import { capital } from "@despliega/storage/language";
import type { Locale } from "../language/locale.js";
import type { RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The level of the prediction interval and its coverage; nothing for a model without one. */
export const intervalSection = (
  { evaluation, words }: RegressionReport,
  locale: Locale,
): Section[] => {
  const { interval: found } = evaluation;
  if (found === undefined) return [];
  const { interval, inside, below, above, halfWidth, deciles } = found;
  const { count, measured, percent, rounded, share } = locale.format;
  const names = locale.text.regression.interval;
  const level = share(interval.level);
  const ends = endsOf(interval);
  const shares = { inside: percent(inside), below: percent(below), above: percent(above) };
  return [
    {
      heading: names.heading,
      reading: [
        names.reading(level, words.observations, shares),
        names.halfWidth(rounded(halfWidth.p50), words.unit),
        ...(halfWidth.p10 < halfWidth.p90
          ? [names.halfWidths(rounded(halfWidth.p10), rounded(halfWidth.p90))]
          : []),
        names.origin,
      ].join(" "),
      chart: {
        name: names.name(deciles.map((decile) => percent(decile.inside)).join(", "), level),
        spec: coveragePlot(found, names),
      },
      table: {
        caption: names.caption(words.unit),
        columns: [
          { name: names.tenth, numeric: true },
          { name: names.answer, numeric: true },
          { name: names.from, numeric: true },
          { name: names.to, numeric: true },
          { name: names.inside, numeric: true },
          { name: capital(words.observations), numeric: true },
        ],
        rows: deciles.map((row) => {
          const [from, to] = ends(row.predicted);
          return [
            String(row.decile),
            ...[row.predicted, from, to].map(measured),
            percent(row.inside),
            count(row.observations),
          ];
        }),
      },
    },
  ];
};
