import type { Subject } from "@despliega/storage";

import type { Identity } from "../../http/auth-result.js";
import type { Denial } from "../../http/denial.js";
import { FORBIDDEN } from "../authentication/token-denials.js";
import { stepUp } from "./step-up.js";

/** How a caller sees people: by handles of their own, or by pseudonyms. */
export type View = "masked" | "whole";

/**
 * Decides what a caller sees of the people that a model is about: nothing without one of the model's roles, and nothing
 * unless the caller signed in with a second factor.
 *
 * @param context that Entra writes into `acrs` of a token which has met its conditions; undefined: only `amr` counts
 */
export const accessOf = (
  caller: Identity | undefined,
  { roles }: Subject,
  context: string | undefined,
): View | Denial => {
  const claims = caller?.claims ?? {};
  const has = (claim: string, value: string | undefined): boolean => {
    const values = claims[claim];
    return value !== undefined && Array.isArray(values) && values.includes(value);
  };
  if (!has("roles", roles.masked) && !has("roles", roles.whole)) return FORBIDDEN;
  if (!has("amr", "mfa") && !has("acrs", context)) return stepUp(context);
  return has("roles", roles.whole) ? "whole" : "masked";
};
