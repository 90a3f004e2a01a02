import type { Draw } from "../estimators/draw.js";
import type { EstimatorOptions } from "../estimators/registry.js";
import { scalarName } from "../estimators/scalars.js";

/** Values that a parameter may take: the numbers of a range, evenly or by their logarithm, or a list. */
export type Values =
  | {
      readonly from: number;
      readonly to: number;
      readonly logarithmic?: boolean;
      /** Whole numbers only. */
      readonly whole?: boolean;
    }
  | { readonly oneOf: readonly (number | string)[] };

/** Where a search looks: an estimator, and the parameters of it that vary. */
export interface SearchSpace {
  /** The first trial takes it as it is. */
  readonly options: EstimatorOptions;
  readonly vary: Readonly<Record<string, Values>>;
}

const STEPS = 2 ** 20;

/** Draws a value. */
const drawValue = (values: Values, draw: Draw): number | string => {
  if ("oneOf" in values) return values.oneOf[draw(values.oneOf.length)]!;
  const { from, to, logarithmic = false, whole = false } = values;
  // Half a number more at both ends makes the first and the last as likely as the others.
  const [low, high] = whole ? [from - 0.5, to + 0.5] : [from, to];
  const share = draw(STEPS + 1) / STEPS;
  const value = logarithmic ? low * (high / low) ** share : low + (high - low) * share;
  // Three digits are enough, and can be typed.
  const short = whole ? Math.round(value) : Number(value.toPrecision(3));
  return Math.min(Math.max(short, from), to);
};

/** Draws options from a space. */
export const drawOptions = ({ options, vary }: SearchSpace, draw: Draw): EstimatorOptions => ({
  ...options,
  ...Object.fromEntries(
    Object.entries(vary).map(([name, values]) => [name, drawValue(values, draw)]),
  ),
});

/** Names of the parameters that are spaced by their logarithm, as a report lists them. */
export const logarithmicOf = (spaces: readonly SearchSpace[]): string[] => [
  ...new Set(
    spaces.flatMap(({ vary }) =>
      Object.entries(vary).flatMap(([name, values]) =>
        "logarithmic" in values && values.logarithmic ? [scalarName(name)] : [],
      ),
    ),
  ),
];
