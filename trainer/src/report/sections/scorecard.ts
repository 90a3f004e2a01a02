import { OTHER, type Value } from "@despliega/storage";

import type { FeaturePoints } from "../../learn/points.js";
import type { Locale } from "../language/locale.js";
import type { ClassificationReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The points that each value adds, of a model with points. */
export const scorecardSection = (
  { scorecard, words }: ClassificationReport,
  locale: Locale,
): Section[] => {
  if (scorecard === undefined) return [];
  const { text, format } = locale;
  const names = text.choices.scorecard;
  const { score, odds, doubling, toward } = scorecard.points;
  const clause = toward === "positive" ? words.positive : words.negative;
  return [
    {
      heading: names.heading,
      reading: names.reading(
        words.observations,
        clause,
        format.number(score),
        format.number(odds),
        format.number(doubling),
      ),
      table: {
        caption: names.caption,
        columns: [
          { name: names.feature },
          { name: names.value },
          { name: names.points, numeric: true },
        ],
        rows: [
          [names.start, "", format.hundredths(scorecard.start)],
          ...scorecard.features.flatMap((feature) => rowsOf(feature, locale)),
        ],
      },
    },
  ];
};

const rowsOf = (
  { feature, perUnit, values }: FeaturePoints,
  { text, format }: Locale,
): string[][] => {
  const names = text.choices.scorecard;
  const shown = (value: Value): string => {
    if (value === null) return names.missing;
    if (typeof value === "number") return format.number(value);
    return value === OTHER ? names.other : String(value);
  };
  return [
    ...values.map(({ value, quantile, points }) => [
      feature,
      quantile === undefined
        ? shown(value)
        : `${shown(value)} (${names.quantile(format.share(quantile))})`,
      format.hundredths(points),
    ]),
    ...(perUnit === undefined ? [] : [[feature, names.perUnit, format.precise(perUnit)]]),
  ];
};
