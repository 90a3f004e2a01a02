/**
 * Hessians and rows in one number, so that a histogram adds up both at once: a row counts 1, plus its hessian in quanta,
 * shifted beyond any number of rows. Sums are whole numbers below 2⁵³ and so exact.
 */
export interface Mass {
  /** What a quantum of hessian counts: a power of two above the number of rows. */
  readonly shift: number;
  /** The hessian of one quantum, a power of two. */
  quantum: number;
}

/** Rows at most, so that at least 11 bits are left for a row's hessian. */
export const MAX_ROWS = 2 ** 21;

/** Begins the masses of so many rows. */
export const massOf = (rows: number): Mass => ({ shift: 2 ** bits(rows), quantum: 1 });

// A quantum of less would be rounded to 0.
const LEAST = 2 ** -900;

const bits = (rows: number): number => Math.ceil(Math.log2(rows + 1));

/**
 * Turns hessians into masses, in place; a hessian is rounded to a quantum.
 *
 * @param hessian finite and at least 0
 */
export const toMasses = (mass: Mass, hessian: Float64Array): void => {
  let most = 0;
  for (let i = 0; i < hessian.length; i++) most = Math.max(most, hessian[i]!);
  const { shift } = mass;
  // As many quanta as leave the sum over all rows below 2⁵³.
  const room = 2 ** (53 - 2 * Math.log2(shift) - 1);
  const quantum = 2 ** Math.ceil(Math.log2(Math.max(most, LEAST))) / room;
  for (let i = 0; i < hessian.length; i++)
    hessian[i] = 1 + shift * Math.round(hessian[i]! / quantum);
  mass.quantum = quantum;
};

/** The rows in a sum of masses. */
export const rowsOf = ({ shift }: Mass, sum: number): number =>
  sum - Math.floor(sum / shift) * shift;

/** The hessian in a sum of masses. */
export const hessianOf = ({ shift, quantum }: Mass, sum: number): number =>
  Math.floor(sum / shift) * quantum;
