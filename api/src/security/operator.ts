import type { Identity } from "../http/auth-result.js";

/** What decides who operates the api. */
export interface OperatorSettings {
  /** A role of a token, or the name of a key. Default: no caller operates an api that authenticates its callers. */
  readonly operator?: string | undefined;
  /** Whether callers are not authenticated, and only this machine reaches the api. */
  readonly isOwnMachine: boolean;
}

/** Makes the check of those who operate the api: the named role or key, and everybody on one's own machine without authentication. */
export const operatorCheck =
  ({ operator, isOwnMachine }: OperatorSettings) =>
  (caller: Identity | undefined): boolean => {
    if (isOwnMachine) return true;
    if (operator === undefined || caller === undefined) return false;
    const roles = caller.claims?.["roles"];
    return caller.kind === "entra"
      ? Array.isArray(roles) && roles.includes(operator)
      : caller.kind === "key" && caller.name === operator;
  };
