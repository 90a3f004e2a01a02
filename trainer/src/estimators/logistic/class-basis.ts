import type { ClassSums } from "./class-sums.js";
import type { Sums } from "./sums.js";

/** A row per class, with one entry less than there are classes. */
export type Basis = readonly (readonly number[])[];

/**
 * An orthonormal basis of weights that add up to 0 over the classes: Helmert's. The same constant added to the sums of all
 * classes changes no probability, so these are all weights that can be told apart. Lengths stay what they are, and so does
 * a ridge.
 */
export const classBasis = (classes: number): Basis =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: classes - 1 }, (__, a) => {
      const length = Math.sqrt((a + 1) * (a + 2));
      if (k <= a) return 1 / length;
      return k === a + 1 ? -(a + 1) / length : 0;
    }),
  );

/** The weights of each class, of weights in the basis: those of its first vector, then those of the next. */
export const classWeightsOf = (basis: Basis, beta: readonly number[], width: number): number[][] =>
  basis.map((row) =>
    Array.from({ length: width }, (_, i) =>
      row.reduce((sum, u, a) => sum + u * beta[a * width + i]!, 0),
    ),
  );

/** The derivatives by the weights in the basis. */
export const inBasis = (basis: Basis, { gradient, products }: ClassSums, width: number): Sums => {
  const size = basis[0]!.length * width;
  const along = Array.from({ length: size }, (_, at) => {
    const [a, i] = [Math.floor(at / width), at % width];
    return basis.reduce((sum, row, k) => sum + row[a]! * gradient[k * width + i]!, 0);
  });
  if (products === undefined) return { gradient: along, hessian: undefined };
  // A sum of p_k · p_l counts for both classes with their difference: Σ (u_k − u_l) · (v_k − v_l) · p_k · p_l.
  const hessian = Array.from({ length: size }, () => along.map(() => 0));
  let at = 0;
  basis.forEach((first, k) => {
    for (const second of basis.slice(k + 1)) {
      const apart = first.map((u, a) => u - second[a]!);
      for (let i = 0; i < width; i++)
        for (let j = i; j < width; j++, at++) addBlock(hessian, apart, products[at]!, i, j, width);
    }
  });
  return { gradient: along, hessian };
};

const addBlock = (
  hessian: number[][],
  apart: readonly number[],
  sum: number,
  i: number,
  j: number,
  width: number,
): void => {
  for (let a = 0; a < apart.length; a++)
    for (let b = 0; b < apart.length; b++) {
      const part = apart[a]! * apart[b]! * sum;
      hessian[a * width + i]![b * width + j]! += part;
      if (i !== j) hessian[a * width + j]![b * width + i]! += part;
    }
};
