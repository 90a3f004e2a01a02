import type { TopLevelSpec } from "vega-lite";

import type { Group } from "../../learn/shapes/group.js";
import type { FeatureShape } from "../../learn/shapes/shapes.js";
import type { Locale } from "../language/locale.js";
import { classColours } from "../theme.js";
import { featureX, featureY, heightOf, panels, type Panel } from "./panels.js";

/** The distribution of each feature by class: the share of the class at each place. */
export const shapesByClass = (
  shapes: readonly FeatureShape[],
  classes: readonly string[],
  locale: Locale,
): TopLevelSpec => {
  const colours = {
    field: "class",
    type: "nominal" as const,
    scale: { domain: [...classes], range: classColours(classes.length) },
  };
  return panels(
    shapes.map(({ feature, axis, groups }): Panel => {
      const totals = classes.map((_, code) => sum(groups.map((group) => group.classes![code]!)));
      const shareOf = (group: Group | undefined, code: number) =>
        (group?.classes?.[code] ?? 0) / (totals[code]! || 1);
      const share = { field: "share", type: "quantitative" as const, title: null, stack: null };
      const percent = { format: "~%", tickCount: 3 };
      if (axis.kind === "names")
        return {
          height: heightOf(axis.names.length, classes.length),
          data: {
            values: classes.flatMap((name, code) =>
              axis.names.map((place, at) => ({
                name: place,
                class: name,
                share: shareOf(groupAt(groups, at), code),
              })),
            ),
          },
          mark: { type: "bar" },
          encoding: {
            y: featureY(feature, axis.names),
            yOffset: { field: "class", sort: [...classes] },
            x: { ...share, axis: percent },
            color: colours,
          },
        };
      const values = classes.flatMap((name, code) =>
        axis.edges.map((x, at) => ({
          x,
          class: name,
          share: shareOf(groupAt(groups, Math.min(at, axis.edges.length - 2)), code),
        })),
      );
      const isFilled = classes.length === 2;
      const line = { interpolate: "step-after" as const, strokeWidth: 1.5 };
      return {
        data: { values },
        mark: isFilled
          ? { type: "area", interpolate: "step-after", fillOpacity: 0.35, line }
          : { type: "line", ...line },
        encoding: {
          x: featureX(feature, axis, locale),
          y: { ...share, axis: percent },
          color: colours,
        },
      };
    }),
  );
};

const groupAt = (groups: readonly Group[], place: number): Group | undefined =>
  groups.find((group) => group.place === place);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
