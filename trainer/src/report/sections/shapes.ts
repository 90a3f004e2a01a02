import type { Axis } from "../../evaluate/evaluation.js";
import { shapesByClass } from "../charts/shapes-by-class.js";
import { shapesByLabel } from "../charts/shapes-by-label.js";
import type { Locale } from "../language/locale.js";
import type { ModelReport } from "../report-data.js";
import type { Section } from "../section.js";

/** How each feature is distributed in each class; nothing where no feature was looked at. */
export const shapesByClassSection = (
  report: ModelReport,
  classes: readonly string[],
  locale: Locale,
): Section[] => {
  const { byClass } = locale.text.shapes;
  return section(report, byClass, shapesByClass(report.shapes, classes, locale), locale);
};

/** How the label goes with each feature; nothing where no feature was looked at. */
export const shapesByLabelSection = (
  report: ModelReport,
  target: string,
  scale: Axis,
  locale: Locale,
): Section[] => {
  const { heading, reading, name } = locale.text.shapes.byLabel;
  const texts = { heading: heading(target), reading: reading(target), name };
  return section(report, texts, shapesByLabel(report.shapes, scale, locale), locale);
};

interface Texts {
  readonly heading: string;
  readonly reading: string;
  readonly name: (features: string) => string;
}

const section = (
  { shapes, features, isSensitive }: ModelReport,
  { heading, reading, name }: Texts,
  spec: NonNullable<Section["chart"]>["spec"],
  { text, format }: Locale,
): Section[] => {
  if (shapes.length === 0) return [];
  const { first, ends, hidden } = text.shapes;
  return [
    {
      heading,
      reading: [
        reading,
        ends,
        ...(shapes.length < features.length
          ? [first(format.count(shapes.length), format.count(features.length))]
          : []),
        ...(isSensitive ? [hidden] : []),
      ].join(" "),
      chart: { name: name(shapes.map(({ feature }) => feature).join(", ")), spec },
    },
  ];
};
