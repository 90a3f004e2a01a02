import type { TopLevelSpec } from "vega-lite";

import type { Axis } from "../../evaluate/evaluation.js";
import type { FeatureShape, Group } from "../../learn/shapes/shapes.js";
import type { Locale } from "../language/locale.js";
import { classColours, colour } from "../theme.js";
import { amountLabel, logTicks } from "./amount-axis.js";
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

/** The label against each feature: its median at each place, and the middle half around it. */
export const shapesByLabel = (
  shapes: readonly FeatureShape[],
  scale: Axis,
  locale: Locale,
): TopLevelSpec => {
  const ends = shapes.flatMap(({ groups }) =>
    groups.flatMap(({ label }) => (label === undefined ? [] : [label.p25, label.p75])),
  );
  const positive = scale === "log" && ends.every((end) => end > 0);
  const domain: [number, number] = [Math.min(...ends), Math.max(...ends)];
  const label = {
    type: "quantitative" as const,
    title: null,
    scale: { type: positive ? ("log" as const) : ("linear" as const), domain, zero: false },
    axis: {
      labelExpr: amountLabel(locale),
      labelOverlap: true,
      ...(positive ? logTicks(domain) : { tickCount: 4 }),
    },
  };
  return panels(
    shapes.map(({ feature, axis, groups }): Panel => {
      const places = groups.filter(({ place }) => place !== null);
      const named = axis.kind === "names";
      const [along, other, end] = named ? (["y", "x", "x2"] as const) : (["x", "y", "y2"] as const);
      const place = named ? featureY(feature, axis.names) : featureX(feature, axis, locale);
      return {
        ...(named ? { height: heightOf(axis.names.length, 1) } : {}),
        data: {
          values: places.map(({ place: at, label: quantiles }) => ({
            ...quantiles,
            ...(named ? { name: axis.names[at!] } : { x: middle(axis, at!) }),
          })),
        },
        layer: [
          {
            mark: { type: "rule", color: colour.first, strokeWidth: 6, opacity: 0.4 },
            encoding: {
              [along]: place,
              [other]: { ...label, field: "p25" },
              [end]: { field: "p75" },
            },
          },
          {
            mark: { type: "point", filled: true, opacity: 1, size: 26, color: colour.first },
            encoding: { [along]: place, [other]: { ...label, field: "p50" } },
          },
        ],
      };
    }),
  );
};

const groupAt = (groups: readonly Group[], place: number): Group | undefined =>
  groups.find((group) => group.place === place);

const middle = (
  { scale, edges }: Extract<FeatureShape["axis"], { kind: "numbers" }>,
  place: number,
): number => {
  const [from, to] = [edges[place]!, edges[place + 1]!];
  return scale === "log" ? Math.sqrt(from * to) : (from + to) / 2;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);
