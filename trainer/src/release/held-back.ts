import type { Manifest } from "@despliega/storage";

import { undecidedOf } from "./undecided.js";

/** The option that consents to a release without a comparison with the champion. */
export const CONSENT = "--accept-uncompared";

/** The option that consents to a release that is less strict toward people than the champion. */
export const ACCEPT_LESS_STRICT = "--accept-less-strict";

/** What a run brings to the promotion of its release. */
export interface Promotion {
  /** The reason to promote it without a comparison. */
  readonly consent?: string | undefined;
  /** Whether the environment asks for approvals. */
  readonly approvals: "required" | "off";
}

/** Whether a release waits for other identities than that of its run. */
export const waitsForApproval = (
  { approvals }: Pick<Manifest, "approvals">,
  promotion: Pick<Promotion, "approvals">,
): boolean => approvals !== undefined && promotion.approvals === "required";

/** Whether a release waits for the consent of somebody to a promotion without a comparison. */
export const waitsForConsent = (
  { comparison }: Pick<Manifest, "comparison">,
  { consent }: Pick<Promotion, "consent">,
): boolean => comparison?.outcome === "impossible" && consent === undefined;

/** Why a release is held back, in clauses; none where it can be promoted. */
export const heldBack = (
  manifest: Pick<Manifest, "gates" | "comparison" | "approvals">,
  promotion: Promotion,
): string[] => {
  const { gates, comparison } = manifest;
  const held = gates.filter(({ passed }) => !passed);
  return [
    ...held
      .filter(({ verdict }) => verdict !== "cannot tell")
      .map(({ rule }) => `it fails ${rule}`),
    ...undecidedOf({ gates: held }).map((check) => `the test set cannot tell ${check}`),
    ...(comparison?.outcome === "impossible" && waitsForConsent(manifest, promotion)
      ? [`it cannot be compared with the champion ${comparison.version}: ${comparison.reason}`]
      : []),
    ...(waitsForApproval(manifest, promotion)
      ? [`it needs ${manifest.approvals} identities to become champion`]
      : []),
  ];
};
