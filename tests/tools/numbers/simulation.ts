/** One figure that a simulation measured, with what it should be. */
export interface Figure {
  /** What was measured, in words. */
  readonly what: string;
  readonly target: string;
  /** The value with its unit, and its noise where it has some. */
  readonly found: string;
  readonly met: boolean;
}

/**
 * Measures on generated data whether a number of the product is what it is called. The truth is known there, as it never
 * is of real data.
 */
export interface Simulation {
  readonly name: string;
  /** What the product claims, as one sentence. */
  readonly claim: string;
  /** How many samples to draw: for the table of `docs/numbers.md`, and in seconds for `npm test`. */
  readonly rounds: { readonly long: number; readonly short: number };
  /**
   * Draws the samples and measures. The same rounds and seed give the same figures.
   *
   * @param tell takes a line of progress, now and then
   */
  readonly run: (
    rounds: number,
    seed: number,
    tell: (line: string) => void,
  ) => Promise<readonly Figure[]>;
}
