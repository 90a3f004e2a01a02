import type { Manifest, PseudonymKey, Subject } from "@despliega/storage";

import { SensitiveUnservable } from "../errors.js";
import type { Audit } from "./audit.js";

/** What serving sensitive models takes; their releases are refused when any of it is missing. */
export interface Means {
  /** Whether callers are known by verified tokens. Default: no. */
  readonly tokens?: boolean;
  /** Current one first. Default: none. */
  readonly pseudonymKeys?: readonly PseudonymKey[];
  readonly audit?: Audit | undefined;
}

/** What one release is served with. */
export interface Needs {
  /** What its pseudonyms are made with: the key that it names, or the current one. */
  readonly key: PseudonymKey;
  readonly audit: Audit;
}

/** Makes the check that everything is there to serve a release. @throws `SENSITIVE_UNSERVABLE` that says what is not */
export const needsOf =
  ({ tokens = false, pseudonymKeys = [], audit }: Means) =>
  ({ model, version }: Manifest, { pseudonymKey }: Subject): Needs => {
    const unservable = (problem: string) => new SensitiveUnservable({ model, version, problem });
    if (!tokens) throw unservable("it answers named callers only; set DESPLIEGA_AUTH=entra");
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
    return { key, audit };
  };
