import { FeaturesFewer, FeaturesOlder } from "../../errors/errors.js";
import type { ServedRelease } from "./served-release.js";

/** The options that consent to features that are older than those before, or of much fewer entities. */
export const ACCEPT_OLDER = "--accept-older";
export const ACCEPT_FEWER = "--accept-fewer";

/** Why features are accepted that are older than those before, or of much fewer entities. Default: they are refused. */
export interface EditionConsent {
  readonly older?: string | undefined;
  readonly fewer?: string | undefined;
}

/** An edition of fewer than this share of the entities before needs a reason. */
const LEAST_SHARE = 0.5;

/**
 * Compares new features with those that answer.
 *
 * @returns the reasons that were needed, for the ledger; undefined where none was
 * @throws `FEATURES_OLDER`, `FEATURES_FEWER`
 */
export const requireLater = (
  { champion: { model }, present }: Pick<ServedRelease, "champion" | "present">,
  { rows, newestEvent }: { readonly rows: number; readonly newestEvent: string | null },
  { older, fewer }: EditionConsent,
): string | undefined => {
  const before = present.newestEvent;
  const isOlder = before !== undefined && newestEvent !== null && newestEvent < before;
  if (isOlder && older === undefined)
    throw new FeaturesOlder({ model, newest: newestEvent, before, option: ACCEPT_OLDER });
  const isFewer = rows < present.rows * LEAST_SHARE;
  if (isFewer && fewer === undefined)
    throw new FeaturesFewer({ model, rows, before: present.rows, option: ACCEPT_FEWER });
  const reasons = [isOlder ? older : undefined, isFewer ? fewer : undefined];
  const needed = reasons.filter((reason) => reason !== undefined);
  return needed.length === 0 ? undefined : [...new Set(needed)].join("; ");
};
