import type { Engine } from "../../engine/engine.js";
import { roundingShift } from "../../engine/exact-sum.js";
import type { Design } from "./design.js";

/** Sums over the observations of a softmax regression at some weights. Each has the same bits in any order of the rows. */
export interface ClassSums {
  /** By class and column: the sum of w · (p − y) · x. */
  readonly gradient: Float64Array;
  /**
   * By pair of classes k < l, and by columns i ≤ j: the sum of w · p_k · p_l · x_i · x_j. Undefined where only the gradient
   * is computed.
   */
  readonly products: Float64Array | undefined;
}

/**
 * Computes in one pass what Newton's method needs. The rows come to the process batch by batch: the number of sums grows
 * with the squares of classes and columns, and soon is more than an engine takes in one query.
 *
 * @param beta of each class: the intercept, then one weight per column of standard deviation 1
 */
export const classSumsAt = async (
  engine: Engine,
  design: Design,
  beta: readonly (readonly number[])[],
  withProducts: boolean,
): Promise<ClassSums> => {
  const { relation, scale, weighted } = design;
  const width = scale.length;
  const classes = beta.length;
  const weights = beta.map((own) => Float64Array.from(own));
  const shifts = shiftsOf(design);
  const gradient = new Float64Array(classes * width);
  const pairs = (classes * (classes - 1)) / 2;
  const products = withProducts ? new Float64Array((pairs * width * (width + 1)) / 2) : undefined;
  const x = new Float64Array(width).fill(1);
  const p = new Float64Array(classes);
  const columns = [
    ...scale.slice(1).map((_, i) => `c${i + 1}`),
    "y",
    ...(weighted ? ["weight"] : []),
  ];
  for await (const batch of engine.stream(`SELECT ${columns.join()} FROM ${relation.name}`)) {
    const values = batch.columns.map((column) => column.values as Float64Array);
    for (let row = 0; row < batch.rows; row++) {
      for (let i = 1; i < width; i++) x[i] = values[i - 1]![row]! * scale[i]!;
      const w = weighted ? values[width]![row]! : 1;
      probabilities(weights, x, p);
      addGradient(gradient, x, p, values[width - 1]![row]!, w, shifts.gradient);
      if (products !== undefined) addProducts(products, x, p, w, shifts.products);
    }
  }
  return { gradient, products };
};

const shiftsOf = ({ rows, scale, largest, largestWeight }: Design) => {
  const bounds = scale.map((factor, i) => factor * largest[i]!);
  const mass = rows * largestWeight;
  return {
    gradient: Float64Array.from(bounds, (bound) => roundingShift(mass * bound)),
    products: Float64Array.from(
      bounds.flatMap((a, i) => bounds.slice(i).map((b) => roundingShift((mass / 4) * a * b))),
    ),
  };
};

const probabilities = (
  weights: readonly Float64Array[],
  x: Float64Array,
  into: Float64Array,
): void => {
  let most = -Infinity;
  for (let k = 0; k < weights.length; k++) {
    const own = weights[k]!;
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += own[i]! * x[i]!;
    into[k] = sum;
    if (sum > most) most = sum;
  }
  let total = 0;
  for (let k = 0; k < into.length; k++) total += into[k] = Math.exp(into[k]! - most);
  for (let k = 0; k < into.length; k++) into[k] = into[k]! / total;
};

const addGradient = (
  into: Float64Array,
  x: Float64Array,
  p: Float64Array,
  y: number,
  w: number,
  shifts: Float64Array,
): void => {
  let at = 0;
  for (let k = 0; k < p.length; k++) {
    const r = w * (k === y ? p[k]! - 1 : p[k]!);
    for (let i = 0; i < x.length; i++)
      into[at] = into[at++]! + (r * x[i]! + shifts[i]! - shifts[i]!);
  }
};

const addProducts = (
  into: Float64Array,
  x: Float64Array,
  p: Float64Array,
  w: number,
  shifts: Float64Array,
): void => {
  let at = 0;
  for (let k = 0; k < p.length; k++)
    for (let l = k + 1; l < p.length; l++) {
      const both = w * p[k]! * p[l]!;
      let pair = 0;
      for (let i = 0; i < x.length; i++) {
        const m = both * x[i]!;
        for (let j = i; j < x.length; j++, pair++, at++)
          into[at] = into[at]! + (m * x[j]! + shifts[pair]! - shifts[pair]!);
      }
    }
};
