import type { Matrix } from "../lib/matrix.js";

/** One fit, on standardised features. */
export interface Fit {
  /** Wall seconds of the fit alone. */
  readonly seconds: number;
  /** Intercept first, then one per feature, in units of its standard deviation. */
  readonly coefficients: readonly number[];
}

/**
 * Loads the matrix into the trainer's engine and times its fit.
 *
 * @param ridge weight of half the squared coefficients, the intercept's excepted
 * @returns one entry per run
 */
export const fitOurs = async (_matrix: Matrix, _ridge: number, _runs: number): Promise<Fit[]> => {
  throw new Error("The trainer's fit is not connected to the bench yet");
};
