import type { Manifest } from "@despliega/storage";

import type { Identity } from "../http/auth-result.js";
import { ProblemError } from "../http/problem/problem-error.js";
import { FORBIDDEN } from "./authentication/token-denials.js";

/** Decides whether a caller may see features and how answers come about. */
export type DetailsCheck = (caller: Identity | undefined) => boolean;

/**
 * Makes the check for the details of a model: features, contributions, points and reasons, from which a caller learns about
 * people and, with enough of them, the weights of the model. Only a token has roles.
 *
 * @returns undefined where everybody whom the api answers sees them
 */
export const detailsCheckOf = ({
  serving,
}: Pick<Manifest, "serving">): DetailsCheck | undefined => {
  if (serving.details === undefined) return undefined;
  const { role } = serving.details;
  return (caller) => {
    const roles = caller?.claims?.["roles"];
    return Array.isArray(roles) && roles.includes(role);
  };
};

/** Whether a caller may see the details of a model. */
export const seesDetails = (manifest: Manifest, caller: Identity | undefined): boolean =>
  detailsCheckOf(manifest)?.(caller) !== false;

/** Refuses the details of a model to a caller without its role. @throws ProblemError `FORBIDDEN` */
export const requireDetails = (manifest: Manifest, caller: Identity | undefined): void => {
  if (!seesDetails(manifest, caller)) throw new ProblemError("FORBIDDEN", {}, FORBIDDEN.headers);
};
