import { createHash, createPublicKey, type KeyObject } from "node:crypto";

import { z } from "zod";

import { machineToken } from "../azure/machine-token.js";
import { SignerFailed } from "../errors/errors.js";
import { isP256 } from "./public-keys.js";
import type { Signer } from "./signer.js";

const API_VERSION = "7.4";

/** What a token is for, in Azure's public cloud; a vault of another cloud says its own by its host. */
const scopeOf = ({ hostname }: URL): string =>
  `https://${/\.((?:vault|managedhsm)\..+)$/.exec(hostname)?.[1] ?? "vault.azure.net"}/.default`;

/** The answer to "Get Key", as far as it is read. */
const KeyBundle = z.object({
  key: z.object({ kid: z.url(), kty: z.string(), crv: z.string(), x: z.string(), y: z.string() }),
});

/** The answer to "sign". */
const Signed = z.object({ value: z.base64url() });

/** What a vault is asked with. */
export interface KeyVaultOptions {
  /** Seconds in which it must answer. */
  readonly timeoutSeconds: number;
  /** Gives a token for a scope. Default: that of the machine's identity */
  readonly tokenFor?: (scope: string) => Promise<string | undefined>;
}

/**
 * Signs by a key of Azure Key Vault, which never leaves it; the identity of this machine needs the rights to get the key and
 * to sign with it. One version of the key signs for as long as this process runs: the newest, unless the url names one.
 *
 * Source: Azure Key Vault REST API 7.4, "Get Key" and "sign".
 *
 * @param key its url, such as `https://bank.vault.azure.net/keys/releases`
 */
export const keyVaultSigner = (
  key: URL,
  { timeoutSeconds, tokenFor = machineToken }: KeyVaultOptions,
): Signer => {
  const failed = (problem: string) => new SignerFailed({ key: key.href, problem });

  const ask = async <S extends z.ZodType>(
    url: string,
    schema: S,
    body?: object,
  ): Promise<z.output<S>> => {
    const token = await tokenFor(scopeOf(key));
    if (token === undefined) throw failed("this machine has no identity that can sign in");
    const answer = await fetch(`${url}?api-version=${API_VERSION}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutSeconds * 1_000),
    }).catch((cause: unknown) => {
      throw failed(`the vault cannot be reached${reasonOf(cause)}`);
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw failed(`the vault answers ${answer.status}${CURES[answer.status] ?? ""}`);
    }
    const { success, data } = schema.safeParse(await answer.json().catch(() => undefined));
    if (success) return data;
    throw failed("the vault's answer has not the documented shape");
  };

  const read = async (): Promise<{ readonly kid: string; readonly public: KeyObject }> => {
    const { kid, kty, crv, x, y } = (await ask(key.href, KeyBundle)).key;
    const jwk = { kty: kty.replace(/-HSM$/, ""), crv, x, y };
    // The token goes where the setting says, whatever an answer names.
    if (new URL(kid).origin !== key.origin) throw failed("the vault names a key of another vault");
    try {
      const made = createPublicKey({ key: jwk, format: "jwk" });
      if (isP256(made)) return { kid, public: made };
    } catch {
      // Said below.
    }
    throw failed("it is no key of P-256");
  };
  let known: ReturnType<typeof read> | undefined;
  const readOnce = () => (known ??= read());

  return {
    publicKey: async () => (await readOnce()).public,
    async sign(bytes) {
      const { kid } = await readOnce();
      const value = createHash("sha256").update(bytes).digest("base64url");
      const signed = await ask(`${kid}/sign`, Signed, { alg: "ES256", value });
      return Buffer.from(signed.value, "base64url");
    },
  };
};

const CURES: Readonly<Record<number, string>> = {
  401: ": its tenant does not know the identity of this machine",
  403: ": the identity of this machine needs the role Key Vault Crypto User on the key, and the vault's network must let it in",
  404: ": there is no such key",
};

const reasonOf = (cause: unknown): string => {
  const { name, cause: inner } = cause as Error & { readonly cause?: NodeJS.ErrnoException };
  if (name === "TimeoutError") return " in time";
  return inner?.code === undefined ? "" : ` (${inner.code})`;
};
