/** A share of rounds in words: "951 of 1,000". */
export const shareText = (hits: number, rounds: number): string =>
  `${hits.toLocaleString("en")} of ${rounds.toLocaleString("en")}`;

/**
 * Whether a share of rounds that is `expected` over all rounds is as near to it as it should be, with three standard
 * errors for what is drawn.
 */
export const isNear = (
  hits: number,
  rounds: number,
  { expected, within }: { readonly expected: number; readonly within: number },
): boolean =>
  Math.abs(hits / rounds - expected) <=
  within + (rounds < 1_000 ? 3 * Math.sqrt((expected * (1 - expected)) / rounds) : 0);
