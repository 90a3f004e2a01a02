import type { ManifestFeature } from "@despliega/storage";

/** The places where a feature is looked at: groups of numbers, or names. */
export type FeatureAxis =
  | {
      readonly kind: "numbers";
      readonly scale: "linear" | "log";
      /** Round numbers, rising; the outermost groups also hold all beyond them. */
      readonly edges: readonly number[];
    }
  | {
      readonly kind: "names";
      readonly names: readonly string[];
      /** The number in the column of each name. */
      readonly codes: readonly number[];
    };

/** About so many groups of numbers. */
const GROUPS = 16;

/** Most names that are shown. */
const NAMES = 12;

/** Numbers that differ by more than this factor have a logarithmic scale. */
const WIDE = 50;

type Known = Pick<ManifestFeature, "type" | "values" | "categories" | "unseen">;

/** A number, and how many observations have it. */
export interface Counted {
  readonly code: number;
  readonly observations: number;
}

/** Whether a feature has names rather than an axis of numbers. */
export const isNamed = ({ type, values }: Known): boolean =>
  type === "boolean" || type === "category" || values !== undefined;

/** The axis of a feature with names: the most frequent ones, in their own order. */
export const namedAxis = (
  { type, values, categories = [] }: Known,
  counted: readonly Counted[],
): FeatureAxis => {
  const nameOf = (code: number): string => {
    if (type === "category") return categories[code] ?? "…";
    if (type === "boolean") return code === 1 ? "true" : "false";
    return String(code);
  };
  const codes = counted
    .toSorted((a, b) => b.observations - a.observations || a.code - b.code)
    .slice(0, NAMES)
    .map(({ code }) => code)
    .sort((a, b) => (values === undefined ? a - b : values.indexOf(a) - values.indexOf(b)));
  return { kind: "names", names: codes.map(nameOf), codes };
};

/**
 * The axis of a feature with numbers, from one round number to another.
 *
 * @param low nearly the least value: one that is least of all belongs to a single observation
 */
export const numberAxis = ({ type }: Known, low: number, high: number): FeatureAxis => {
  if (low > 0 && high / low > WIDE)
    return { kind: "numbers", scale: "log", edges: logEdges(low, high) };
  const least = type === "integer" ? 1 : 0;
  const step = Math.max(least, roundStep((high - low) / GROUPS)) || 1;
  const [first, last] = [Math.floor(low / step), Math.floor(high / step) + 1];
  const edges = Array.from({ length: last - first + 1 }, (_, i) => times(first + i, step));
  return { kind: "numbers", scale: "linear", edges };
};

/** The least of 1, 2 and 5 times a power of ten that is not below. */
const roundStep = (least: number): number => {
  if (!(least > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].find((times) => times * power >= least * (1 - 1e-9)) ?? 10;
  return step * power;
};

const times = (count: number, step: number): number => Number((count * step).toPrecision(12));

/** 1, 2 and 5 times powers of ten; over many decades the powers alone. */
const logEdges = (low: number, high: number): number[] => {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = last - first > GROUPS / 3 ? [1] : [1, 2, 5];
  const all = Array.from({ length: last - first + 1 }, (_, i) =>
    steps.map((step) => Number(`${step}e${first + i}`)),
  ).flat();
  const from = all.findLastIndex((edge) => edge <= low);
  const to = all.findIndex((edge) => edge > high);
  return all.slice(Math.max(0, from), to === -1 ? all.length : to + 1);
};
