import type { Dependence } from "@despliega/trainer/learn/shapes/dependence.js";
import type { FeatureAxis } from "@despliega/trainer/learn/shapes/feature-axis.js";
import type { Group } from "@despliega/trainer/learn/shapes/group.js";
import type { FeatureShape } from "@despliega/trainer/learn/shapes/shapes.js";

const AGE: FeatureAxis = { kind: "numbers", scale: "linear", edges: [20, 30, 40, 50, 60, 70] };
const GROSS: FeatureAxis = { kind: "numbers", scale: "log", edges: [1e3, 1e5, 1e7, 2e9] };
const CAR: FeatureAxis = { kind: "names", names: ["false", "true"], codes: [0, 1] };

const groups = (axis: FeatureAxis, make: (place: number) => Partial<Group>): Group[] =>
  Array.from(
    { length: axis.kind === "names" ? axis.names.length : axis.edges.length - 1 },
    (_, place) => ({ place, observations: 100, ...make(place) }),
  );

const shape = (
  feature: string,
  axis: FeatureAxis,
  make: (place: number) => Partial<Group>,
): FeatureShape => ({ feature, axis, groups: groups(axis, make) });

/** Invented shapes of two features in two classes. */
export const shapes: readonly FeatureShape[] = [
  shape("age", AGE, (place) => ({ classes: [900 - 100 * place, 20 + 10 * place] })),
  shape("flag_own_car", CAR, (place) => ({ classes: [700 - 300 * place, 40 + place] })),
];

/** Invented shapes of two features against a number. */
export const amountShapes: readonly FeatureShape[] = [
  shape("opening_gross", GROSS, (place) => ({
    label: { p25: 10 ** (place + 4), p50: 3 * 10 ** (place + 4), p75: 10 ** (place + 5) },
  })),
  shape("flag_own_car", CAR, (place) => ({
    label: { p25: 1e5, p50: 2e5 * (place + 1), p75: 1e6 },
  })),
];

/** What an invented model with one answer for each of these outputs answers by the same features. */
export const dependenceOf = (
  shaped: readonly FeatureShape[],
  outputs: number,
): readonly Dependence[] =>
  shaped.map(({ feature, axis }) => ({
    feature,
    axis,
    answers: Array.from(axis.kind === "names" ? axis.codes : axis.edges, (_, place) =>
      Array.from({ length: outputs }, (_none, output) => 0.1 + 0.05 * place + 0.1 * output),
    ),
  }));
