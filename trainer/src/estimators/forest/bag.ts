import type { Draw } from "../draw.js";

/**
 * Draws the rows of one tree, with replacement.
 *
 * @returns how often each row was drawn
 */
export const drawBag = (rows: number, share: number, draw: Draw): Uint16Array => {
  const times = new Uint16Array(rows);
  for (let left = Math.max(Math.round(rows * share), 1); left > 0; left--) times[draw(rows)]! += 1;
  return times;
};
