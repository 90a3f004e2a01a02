/**
 * An orthonormal basis of weights that add up to 0 over the classes: Helmert's. The same constant added to the sums of all
 * classes changes no probability, so these are all weights that can be told apart. Lengths stay what they are, and so does
 * a ridge.
 *
 * @returns a row per class, with one entry less than there are classes
 */
export const classBasis = (classes: number): readonly (readonly number[])[] =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: classes - 1 }, (__, a) => {
      const length = Math.sqrt((a + 1) * (a + 2));
      if (k <= a) return 1 / length;
      return k === a + 1 ? -(a + 1) / length : 0;
    }),
  );
