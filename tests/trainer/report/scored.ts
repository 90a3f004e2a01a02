/** An invented observation: the score that a model gave it and what happened. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/** Observations whose scores are about right, about 1.5 % of them positive; highest score first. */
export const scored = (observations: number): Scored[] => {
  let state = 12345;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return Array.from({ length: observations }, () => {
    const score = 1 / (1 + Math.exp(4.55 - 0.85 * normal()));
    return { score, positive: uniform() < score };
  }).sort((a, b) => b.score - a.score);
};
