import type { InspectedColumn } from "../inspect.js";

/** Squares and sums of larger numbers leave the numbers that there are. */
const LARGEST = 1e100;

/** Whether a column has numbers that nothing can be computed of. */
export const isTooLarge = ({ type, range }: Pick<InspectedColumn, "type" | "range">): boolean =>
  type === "number" &&
  range !== undefined &&
  Math.max(Math.abs(Number(range.min)), Math.abs(Number(range.max))) > LARGEST;
