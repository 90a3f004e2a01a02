import { coveragePlot } from "../charts/coverage.js";
import { capital, count, measured, percent, rounded } from "../format.js";
import { intervalAt, intervalText, levelText } from "../interval-text.js";
import type { RegressionReport } from "../report-data.js";
import type { Section } from "../section.js";

/** The level of the prediction interval and its coverage; nothing for a model without one. */
export const intervalSection = ({ evaluation, words }: RegressionReport): Section[] => {
  const { interval: found } = evaluation;
  if (found === undefined) return [];
  const { interval, inside, below, above, halfWidth, deciles } = found;
  const level = levelText(interval);
  return [
    {
      heading: "Prediction interval",
      reading: `About ${level} of the ${words.observations} should be ${intervalText(interval, words)}; ${percent(inside)} are, ${percent(below)} are below and ${percent(above)} above. At the middle answer half the width is ${rounded(halfWidth.p50)} ${words.unit}${interval.by === "factor" ? `, at the lowest tenth of the answers ${rounded(halfWidth.p10)} or less, at the highest ${rounded(halfWidth.p90)} or more` : ""}. The ends were chosen on the training observations, each scored by a model that did not know it. The dashed line is the level; bars are 95% intervals of the observed shares.`,
      chart: {
        name: `Share inside the interval by tenth of the answer, lowest first: ${deciles.map((decile) => percent(decile.inside)).join(", ")}; the level is ${level}.`,
        spec: coveragePlot(found),
      },
      table: {
        caption: `The interval at the middle answer of each tenth, in ${words.unit}`,
        columns: [
          { name: "Tenth", numeric: true },
          { name: "Answer", numeric: true },
          { name: "From", numeric: true },
          { name: "To", numeric: true },
          { name: "Inside", numeric: true },
          { name: capital(words.observations), numeric: true },
        ],
        rows: deciles.map((row) => {
          const [from, to] = intervalAt(interval, row.predicted);
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
