import type { Figures } from "@despliega/storage";

import { figuresOf } from "./figure.js";

/** The figures of some rows less those of others, where both are told; the rows are taken as independent. */
export const differencesOfFigures = (one: Figures, other: Figures): Figures =>
  figuresOf(
    Object.fromEntries(
      Object.entries(one).flatMap(([metric, { value, deviation = NaN }]) => {
        const beside = other[metric];
        if (beside === undefined) return [];
        const both = Math.hypot(deviation, beside.deviation ?? NaN);
        return [[metric, { value: value - beside.value, deviation: both }]];
      }),
    ),
    () => undefined,
  );
