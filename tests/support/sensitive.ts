import {
  createAudit,
  createAuthorisation,
  type AuditOptions,
  type CallerCheck,
  type Authorisation,
  type AuthorisationOptions,
} from "@despliega/api";
import { ENDED, memoryBlobStore, readPseudonymKeys, type BlobStore } from "@despliega/storage";

import { capturedLog } from "../api/support.js";
import { testKey } from "./test-key.js";

/** A key of 32 equal bytes, as a setting has it. */
export const keySetting = (id: string, byte: number): string =>
  `${id}:${testKey(byte).toString("base64")}`;

/** The key of the tiny sensitive release, which is the older one. */
export const DESPLIEGA_PSEUDONYM_KEYS = readPseudonymKeys({
  DESPLIEGA_PSEUDONYM_KEYS: `${keySetting("k2", 2)},${keySetting("k1", 1)}`,
});

/** Claims of a caller with the right to pseudonyms. */
export const WHOLE = { roles: ["vih.pseudonym"], amr: ["pwd", "mfa"] };

/** Claims of a caller with the right to handles. */
export const MASKED = { roles: ["vih.predict"], amr: ["pwd", "mfa"] };

/** An authorisation with everything that the tiny sensitive release needs. */
export const authorisationOn = (
  store: BlobStore = memoryBlobStore(),
  {
    audit,
    ...more
  }: Omit<AuthorisationOptions, "audit"> & { readonly audit?: Partial<AuditOptions> } = {},
): Authorisation =>
  createAuthorisation({
    tokens: true,
    roles: ["vih.predict"],
    pseudonymKeys: DESPLIEGA_PSEUDONYM_KEYS,
    audit: createAudit({ store, logger: capturedLog().logger, timeoutSeconds: 5, ...audit }),
    ...more,
  });

/** A check that finds a caller with these claims. */
export const callerCheckFor =
  (claims: Readonly<Record<string, unknown>>, name = "object-1"): CallerCheck =>
  () => ({ name, kind: "entra", claims: { sub: "subject-1", ...claims } });

/** A line of the audit. */
export type AuditLine = Readonly<Record<string, unknown>>;

const OF_CHAIN: ReadonlySet<unknown> = new Set(["blob begun", ENDED]);

/** All records in a store, blob by blob in name order, without what makes them a chain. */
export const auditOf = async (store: BlobStore): Promise<AuditLine[]> => {
  const lines: AuditLine[] = [];
  for await (const { name } of store.list("")) {
    const text = (await store.read(name)).bytes.toString();
    for (const line of text.split("\n").filter(Boolean)) {
      const { seq: _, previous: __, ...record } = JSON.parse(line) as AuditLine;
      if (!OF_CHAIN.has(record["decision"])) lines.push(record);
    }
  }
  return lines;
};
