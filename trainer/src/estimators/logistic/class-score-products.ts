import type { Engine } from "../../engine/engine.js";
import { roundingShift } from "../../engine/exact-sum.js";
import { double } from "../../engine/sql.js";
import { ROW_ORDER } from "../rows.js";
import { classWeightsOf, type Basis } from "./class-basis.js";
import { classRows, type ClassRows } from "./class-rows.js";
import type { Design } from "./design.js";
import { UNIT, type Units } from "./units.js";

/**
 * The sum over all units of s · sᵀ, where s is the score of a unit in the basis: the sum of w · (p − y) · x over its
 * observations. It has the same bits in any order of the units and of their rows.
 *
 * @param beta weights in the basis
 */
export const classScoreProductsAt = async (
  engine: Engine,
  design: Design,
  basis: Basis,
  beta: readonly number[],
  units: Units,
): Promise<number[][]> => {
  const width = design.scale.length;
  const own = classWeightsOf(basis, beta, width);
  const sums = scoreSums(design, basis, units);
  const byEntity = units.of === "entities";
  const from = byEntity ? unitByUnit(design) : design.relation.name;
  for await (const rows of classRows(engine, design, own, { from, units: byEntity }))
    sums.add(rows);
  return sums.products();
};

const unitByUnit = ({ relation }: Design): string =>
  `(SELECT *, CASE WHEN row_number() OVER (PARTITION BY ${UNIT} ORDER BY observation) = 1
              THEN ${double(1)} ELSE ${double(0)} END AS opens
    FROM ${relation.name}) ORDER BY ${ROW_ORDER}`;

/** Adds rows up to scores of units, and the products of these. */
const scoreSums = (
  { rows, scale, largest, largestWeight }: Design,
  basis: Basis,
  units: Units,
): { add: (rows: ClassRows) => void; products: () => number[][] } => {
  const width = scale.length;
  const size = basis[0]!.length * width;
  const bounds = scale.map((factor, i) => factor * largest[i]! * largestWeight);
  const shifts = bounds.map((bound) => roundingShift(rows * bound));
  // Over the classes the distances |p − y| add up to 2 at most, and no entry of the basis is beyond 1.
  const pairShifts = bounds.map((a) =>
    bounds.map((b) => roundingShift(4 * units.most * rows * a * b)),
  );
  const score = new Float64Array(basis.length * width);
  const along = new Float64Array(size);
  const matrix = Array.from({ length: size }, () => new Float64Array(size));

  const close = (): void => {
    for (let at = 0; at < size; at++) {
      const [a, i] = [Math.floor(at / width), at % width];
      let sum = 0;
      for (let k = 0; k < basis.length; k++) sum += basis[k]![a]! * score[k * width + i]!;
      along[at] = sum;
    }
    for (let one = 0; one < size; one++) addRow(matrix[one]!, along, one, pairShifts[one % width]!);
    score.fill(0);
  };
  const add = ({ block: { rows: count, x, p }, y, w, opens }: ClassRows): void => {
    for (let row = 0; row < count; row++) {
      if (opens === undefined || opens[row] === 1) close();
      for (let k = 0, at = 0; k < basis.length; k++) {
        const error = (w?.[row] ?? 1) * (p[k]![row]! - (y[row] === k ? 1 : 0));
        for (let i = 0; i < width; i++, at++)
          score[at] = score[at]! + (error * x[i]![row]! + shifts[i]! - shifts[i]!);
      }
    }
  };
  const products = (): number[][] => {
    close();
    return matrix.map((_, i) =>
      Array.from(matrix, (__, j) => matrix[Math.min(i, j)]![Math.max(i, j)]!),
    );
  };
  return { add, products };
};

const addRow = (
  into: Float64Array,
  along: Float64Array,
  from: number,
  shifts: readonly number[],
): void => {
  const factor = along[from]!;
  for (let at = from; at < along.length; at++) {
    const shift = shifts[at % shifts.length]!;
    into[at] = into[at]! + (factor * along[at]! + shift - shift);
  }
};
