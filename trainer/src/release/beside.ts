import type { Ends } from "../learn/certainty/certainty.js";

/** A candidate and its champion on the same test observations. */
export interface Beside {
  readonly champion: Readonly<Record<string, number>>;
  readonly candidate: Readonly<Record<string, number>>;
  /** The 95 % intervals of the candidate's metrics less the champion's, where they can be told. */
  readonly differences: Readonly<Record<string, Ends>>;
}
