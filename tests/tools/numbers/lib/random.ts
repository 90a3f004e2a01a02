import { drawStream } from "@despliega/trainer/estimators/draw.js";

/** Random numbers that follow from a seed. */
export interface Random {
  /** Above 0 and below 1, each equally likely. */
  readonly uniform: () => number;
  /** Of the normal distribution with mean 0 and deviation 1. */
  readonly normal: () => number;
}

/**
 * The random numbers of one sample of a simulation.
 *
 * @param round the number of the sample
 */
export const randomOf = (seed: number, round: number): Random => {
  const draw = drawStream(seed, round);
  const uniform = (): number => (draw(2 ** 32) + 0.5) / 2 ** 32;
  // Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958.
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
};
