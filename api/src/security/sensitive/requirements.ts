import {
  answeredNames,
  type AnsweredNames,
  type Manifest,
  type PseudonymKey,
  type Subject,
} from "@despliega/storage";

import { SensitiveUnservable } from "../../errors/errors.js";
import type { Audit } from "./audit.js";

/** What the operator has set up for sensitive models; their releases are refused when any of it is missing. */
export interface SensitiveSetup {
  /** Whether verified tokens identify callers. Default: no. */
  readonly tokens?: boolean;
  /** Roles of which a token must hold one. Default: none, with which every app of the tenant would be a caller. */
  readonly roles?: readonly string[];
  /** Whether a token can show a second factor. Default: yes. */
  readonly secondFactor?: boolean;
  /** Current one first. Default: none. */
  readonly pseudonymKeys?: readonly PseudonymKey[];
  readonly audit?: Audit | undefined;
}

/** What one release is served with. */
export interface Requirements {
  /** Makes its pseudonyms: the key that the release names, or the current one. */
  readonly key: PseudonymKey;
  /** Make what its answers call people. */
  readonly names: AnsweredNames;
  readonly audit: Audit;
}

/** Makes the check that a release can be served. @throws `SENSITIVE_UNSERVABLE` that says what is missing */
export const requirementsOf =
  ({
    tokens = false,
    roles = [],
    secondFactor = true,
    pseudonymKeys = [],
    audit,
  }: SensitiveSetup) =>
  ({ model, version }: Manifest, { pseudonymKey }: Subject): Requirements => {
    const unservable = (problem: string) => new SensitiveUnservable({ model, version, problem });
    if (!tokens) throw unservable("it answers named callers only; set DESPLIEGA_AUTH=entra");
    if (roles.length === 0)
      throw unservable("every app of the tenant could ask it; set DESPLIEGA_ENTRA_ROLE");
    if (!secondFactor)
      throw unservable(
        "no token of version 2.0 says in amr how its caller signed in; set DESPLIEGA_ENTRA_AUTH_CONTEXT",
      );
    if (audit === undefined)
      throw unservable("every access to it is recorded; set DESPLIEGA_AUDIT_CONTAINER_NAME");
    const key =
      pseudonymKey === null
        ? pseudonymKeys[0]
        : pseudonymKeys.find(({ id }) => id === pseudonymKey);
    if (key === undefined)
      throw unservable(
        pseudonymKey === null
          ? "its callers name people; set DESPLIEGA_PSEUDONYM_KEYS"
          : `DESPLIEGA_PSEUDONYM_KEYS lacks the key ${pseudonymKey}, which its pseudonyms are made with`,
      );
    return { key, names: answeredNames(key, model), audit };
  };
