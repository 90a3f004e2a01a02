import { hostname, userInfo } from "node:os";

import { z } from "zod";

import type { AzureAccount } from "./account.js";
import { machineToken } from "./machine-token.js";

/** Who Entra ID says is signed in. */
export interface EntraIdentity {
  /** The object id of the user or the service, which nobody else ever gets. */
  readonly oid: string;
  /** The id of the tenant. */
  readonly tid?: string | undefined;
  /** The name that a user signs in with, or the id of the application. */
  readonly name?: string | undefined;
}

/** Who is signed in, whatever a person calls itself. */
export interface SignedIn {
  /** Of this machine. */
  readonly user: string;
  readonly host: string;
  /** By the token that opens the storage account; not there where a key does. */
  readonly entra?: EntraIdentity;
}

/** Who is signed in on this machine, and to an account. */
export const signedInTo = async (account: AzureAccount): Promise<SignedIn> => {
  const entra = await signedIn(account);
  return { user: userName(), host: hostname(), ...(entra === undefined ? {} : { entra }) };
};

/** The user that runs this process. A container may run under any id, and `userInfo` throws for one without an entry. */
export const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? "unknown"}`;
  }
};

// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
const Claims = z.object({
  oid: z.string(),
  tid: z.string().optional(),
  upn: z.string().optional(),
  unique_name: z.string().optional(),
  preferred_username: z.string().optional(),
  appid: z.string().optional(),
  azp: z.string().optional(),
});

/**
 * Who is signed in to an account, by the token that the account's own requests are made with.
 *
 * @returns undefined where a key or a signature opens the account, and where nobody can sign in
 */
export const signedIn = async (account: AzureAccount): Promise<EntraIdentity | undefined> => {
  if ("connectionString" in account || account.key !== undefined) return undefined;
  const token = await machineToken("https://storage.azure.com/.default");
  return token === undefined ? undefined : identityIn(token);
};

/** The identity in an access token, whose signature the account checks. */
export const identityIn = (token: string): EntraIdentity | undefined => {
  const [, payload = ""] = token.split(".");
  try {
    const claims = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
    const { oid, tid, upn, preferred_username: preferred, unique_name: unique } = claims;
    return { oid, tid, name: upn ?? preferred ?? unique ?? claims.appid ?? claims.azp };
  } catch {
    return undefined;
  }
};
