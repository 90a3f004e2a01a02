import type { Engine } from "../../engine/engine.js";
import { roundingShift } from "../../engine/exact-sum.js";
import { multiply, roundedProduct } from "../column-loops.js";
import type { Block } from "./class-block.js";
import { classRows } from "./class-rows.js";
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
  const width = design.scale.length;
  const classes = beta.length;
  const shifts = shiftsOf(design);
  const gradient = new Float64Array(classes * width);
  const pairs = (classes * (classes - 1)) / 2;
  const products = withProducts ? new Float64Array((pairs * width * (width + 1)) / 2) : undefined;
  const source = { from: design.relation.name, units: false };
  for await (const { block, y, w } of classRows(engine, design, beta, source)) {
    addGradient(gradient, block, y, w, shifts.gradient);
    if (products !== undefined) addProducts(products, block, w, shifts.products);
  }
  return { gradient, products };
};

const shiftsOf = ({ rows, scale, largest, largestWeight }: Design) => {
  const bounds = scale.map((factor, i) => factor * largest[i]!);
  const mass = rows * largestWeight;
  return {
    gradient: bounds.map((bound) => roundingShift(mass * bound)),
    products: bounds.flatMap((a, i) =>
      bounds.slice(i).map((b) => roundingShift((mass / 4) * a * b)),
    ),
  };
};

const addGradient = (
  into: Float64Array,
  { rows, x, p, own }: Block,
  y: Float64Array,
  w: Float64Array | undefined,
  shifts: readonly number[],
): void => {
  let at = 0;
  for (let k = 0; k < p.length; k++) {
    const share = p[k]!;
    for (let row = 0; row < rows; row++) own[row] = y[row] === k ? share[row]! - 1 : share[row]!;
    if (w !== undefined) multiply(own, own, w, rows);
    for (let i = 0; i < x.length; i++, at++)
      into[at] = into[at]! + roundedProduct(own, x[i]!, rows, shifts[i]!);
  }
};

const addProducts = (
  into: Float64Array,
  { rows, x, p, both, own }: Block,
  w: Float64Array | undefined,
  shifts: readonly number[],
): void => {
  let at = 0;
  for (let k = 0; k < p.length; k++)
    for (let l = k + 1; l < p.length; l++) {
      multiply(both, p[k]!, p[l]!, rows);
      if (w !== undefined) multiply(both, both, w, rows);
      for (let i = 0, pair = 0; i < x.length; i++) {
        multiply(own, both, x[i]!, rows);
        for (let j = i; j < x.length; j++, pair++, at++)
          into[at] = into[at]! + roundedProduct(own, x[j]!, rows, shifts[pair]!);
      }
    }
};
