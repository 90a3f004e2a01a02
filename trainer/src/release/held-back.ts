import type { Manifest } from "@despliega/storage";

import { undecidedOf } from "./undecided.js";

/** The option that consents to a release without a comparison with the champion. */
export const CONSENT = "--accept-uncompared";

/** Why a release is held back, in clauses; none where it can be promoted. */
export const heldBack = (
  { gates, comparison }: Pick<Manifest, "gates" | "comparison">,
  consent?: string,
): string[] => {
  const held = gates.filter(({ passed }) => !passed);
  return [
    ...held
      .filter(({ verdict }) => verdict !== "cannot tell")
      .map(({ rule }) => `it fails ${rule}`),
    ...undecidedOf({ gates: held }).map((check) => `the test set cannot tell ${check}`),
    ...(comparison?.outcome === "impossible" && consent === undefined
      ? [`it cannot be compared with the champion ${comparison.version}: ${comparison.reason}`]
      : []),
  ];
};
