import type { Random } from "./random.js";

/** The whole numbers from 0 to `length` − 1 in random order (Fisher and Yates). */
export const shuffledIndex = (length: number, random: Random): Uint32Array => {
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const j = random.below(i + 1);
    order[i] = order[j]!;
    order[j] = i;
  }
  return order;
};
