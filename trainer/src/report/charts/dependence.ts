import type { TopLevelSpec } from "vega-lite";

import type { Dependence } from "../../learn/shapes/dependence.js";
import type { Locale } from "../language/locale.js";
import { classColours, colour } from "../theme.js";
import { amountLabel } from "./amount-axis.js";
import { featureX, featureY, heightOf, panels, type Panel } from "./panels.js";

/**
 * The mean answer by each feature, all panels on one scale.
 *
 * @param classes names of three classes or more, each with an answer of its own
 * @param isShare whether answers are probabilities
 */
export const dependencePlot = (
  dependences: readonly Dependence[],
  classes: readonly string[],
  isShare: boolean,
  locale: Locale,
): TopLevelSpec => {
  const all = dependences.flatMap(({ answers }) => answers.flat());
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const margin = (most - least) * 0.06 || 0.05 * Math.abs(most) || 1;
  const names = classes.length > 0 ? classes : [""];
  const answer = {
    field: "answer",
    type: "quantitative" as const,
    title: null,
    scale: {
      domain: isShare
        ? [Math.max(0, least - margin), Math.min(1, most + margin)]
        : [least - margin, most + margin],
      nice: false,
      zero: false,
    },
    axis: { tickCount: 4, ...(isShare ? { format: "~%" } : { labelExpr: amountLabel(locale) }) },
  };
  const colours =
    classes.length === 0
      ? { value: colour.first }
      : {
          field: "class",
          type: "nominal" as const,
          scale: { domain: [...classes], range: classColours(classes.length) },
        };
  return panels(
    dependences.map(({ feature, axis, answers }): Panel => {
      const values = names.flatMap((name, output) =>
        answers.map((at, place) => ({
          class: name,
          answer: at[output]!,
          ...(axis.kind === "names" ? { name: axis.names[place]! } : { x: axis.edges[place]! }),
        })),
      );
      return axis.kind === "names"
        ? {
            height: heightOf(axis.names.length, 1),
            data: { values },
            mark: { type: "point", filled: true, opacity: 1, size: 40 },
            encoding: { y: featureY(feature, axis.names), x: answer, color: colours },
          }
        : {
            data: { values },
            mark: { type: "line", strokeWidth: 2 },
            encoding: { x: featureX(feature, axis, locale), y: answer, color: colours },
          };
    }),
  );
};
