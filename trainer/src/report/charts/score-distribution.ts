import type { TopLevelSpec } from "vega-lite";

import type { ClassificationEvaluation, DistributionBin } from "../../evaluate/evaluation.js";
import type { Words } from "../../model/words.js";
import type { Catalogue } from "../language/catalogue.js";
import { colour } from "../theme.js";

const TICKS = [
  0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.997, 0.999,
];

/** Share of each class by score, on a scale of log-odds, so that small scores are told apart. */
export const scoreDistribution = (
  { distribution, threshold }: ClassificationEvaluation,
  { observations, positive, negative }: Words,
  text: Catalogue["classification"],
): TopLevelSpec => {
  const names = [negative, positive].map((clause) => text.group(observations, clause));
  const values = [...steps(distribution, 0), ...steps(distribution, 1)].map((step) => ({
    ...step,
    outcome: names[step.class],
  }));
  const cut = logOdds(threshold.value);
  const edges = [cut, ...values.map(({ score }) => score)];
  const score = {
    type: "quantitative" as const,
    title: text.scores.x,
    scale: { domain: [Math.min(...edges), Math.max(...edges)], nice: false, zero: false },
    axis: {
      values: TICKS.map(logOdds),
      labelExpr: "format(1 / (1 + exp(-datum.value)), '.3~p')",
      labelOverlap: true,
      grid: false,
    },
  };
  return {
    height: 320,
    layer: [
      {
        data: { values },
        mark: {
          type: "area",
          interpolate: "step-after",
          fillOpacity: 0.4,
          line: { interpolate: "step-after", strokeWidth: 1.5 },
        },
        encoding: {
          x: { field: "score", ...score },
          y: {
            field: "share",
            type: "quantitative",
            stack: null,
            title: text.scores.y,
            axis: { format: "~%", tickCount: 5 },
          },
          color: {
            field: "outcome",
            type: "nominal",
            scale: { domain: names, range: [colour.first, colour.second] },
          },
        },
      },
      {
        data: { values: [{ cut }] },
        encoding: { x: { field: "cut", ...score } },
        layer: [
          { mark: { type: "rule", color: colour.ink, strokeWidth: 1.5, strokeDash: [5, 4] } },
          {
            mark: {
              type: "text",
              text: text.threshold,
              color: colour.muted,
              align: "left",
              dx: 6,
              y: 8,
            },
          },
        ],
      },
    ],
  };
};

interface Step {
  readonly score: number;
  readonly share: number;
  readonly class: 0 | 1;
}

/** The points where the shape of a class changes its height. It falls to zero after the last bin. */
const steps = (distribution: readonly DistributionBin[], label: 0 | 1): Step[] => {
  const bins = distribution
    .filter((bin) => bin.class === label)
    .map(({ from, to, share }) => ({ from: logOdds(from), to: logOdds(to), share }))
    .sort((a, b) => a.from - b.from);
  return bins.flatMap(({ from, to, share }, i) => {
    const next = bins[i + 1]?.from ?? Infinity;
    const step = { score: from, share, class: label };
    return next - to < 1e-9 ? [step] : [step, { score: to, share: 0, class: label }];
  });
};

// Scores of 0 and 1 are drawn at the ends of the scale, which has no such values.
const logOdds = (score: number): number => {
  const within = Math.min(Math.max(score, 1e-6), 1 - 1e-6);
  return Math.log(within / (1 - within));
};
