import type { Manifest } from "@despliega/storage";

/** The option that consents to a release without a comparison with the champion. */
export const CONSENT = "--accept-uncompared";

/** Why a release is held back, each as the end of a sentence that begins with "it"; none where it can be promoted. */
export const heldBack = (
  { gates, comparison }: Pick<Manifest, "gates" | "comparison">,
  consent?: string,
): string[] => [
  ...gates.filter(({ passed }) => !passed).map(({ rule }) => `fails ${rule}`),
  ...(comparison?.outcome === "impossible" && consent === undefined
    ? [`cannot be compared with the champion ${comparison.version}: ${comparison.reason}`]
    : []),
];
