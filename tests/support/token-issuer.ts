import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type GenerateKeyPairResult,
  type JWK,
} from "jose";

/** An issuer of tokens on this machine, which publishes its keys as Entra does. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Times that the published keys were asked for. */
  readonly asked: () => number;
  /** Signs a token that is good for an hour after `at`, in seconds. */
  sign(claims?: Claims, how?: Signing): Promise<string>;
  /** The published key in PEM, as an attacker would have it. */
  publicPem(): Promise<string>;
  /** Signs with a new key from now on, and publishes that one alone. */
  rotate(): Promise<void>;
  /** The answer to a request for the keys, or to that many. Default: the keys themselves. */
  answer(broken: Broken | undefined, times?: number): void;
  close(): Promise<void>;
}

/** Claims of a token; one of undefined is left out. */
export type Claims = Readonly<Record<string, unknown>>;

export type Broken = { readonly status: number; readonly body: string } | "silence";

/** How a token departs from a good one. */
export interface Signing {
  readonly at?: number;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly key?: CryptoKey | Uint8Array;
}

export const AUDIENCE = "api://despliega";

const ALGORITHM = "RS256";

interface SigningKey extends GenerateKeyPairResult {
  readonly kid: string;
  readonly jwk: JWK;
}

const newKey = async (kid: string): Promise<SigningKey> => {
  const pair = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid, use: "sig", alg: ALGORITHM };
  return { ...pair, kid, jwk };
};

/** Starts an issuer with one key. */
export const startTokenIssuer = async (): Promise<TokenIssuer> => {
  let key = await newKey("key-1");
  let keys = 1;
  let asked = 0;
  let broken: Broken | undefined;
  let timesBroken = Infinity;

  const documents: Readonly<Record<string, () => unknown>> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: [ALGORITHM],
    }),
    "/keys": () => ({ keys: [key.jwk] }),
  };

  // No connection is kept: one that closes just as the next request goes out would look like an issuer that is away.
  const server = createServer(({ url = "" }, response) => {
    response.shouldKeepAlive = false;
    if (url === "/keys") asked++;
    const fault = url === "/keys" && timesBroken-- > 0 ? broken : undefined;
    if (fault === "silence") return;
    if (fault !== undefined) {
      response.writeHead(fault.status).end(fault.body);
      return;
    }
    const document = documents[url];
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(document?.() ?? {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    issuer,
    jwksUrl: `${issuer}/keys`,
    asked: () => asked,
    async sign(claims, { at = Math.floor(Date.now() / 1_000), header, key: other } = {}) {
      const standard = { iss: issuer, aud: AUDIENCE, sub: "subject-1", oid: "object-1", nbf: at };
      return new SignJWT({ ...standard, exp: at + 3_600, ...claims })
        .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: "JWT", ...header })
        .sign(other ?? key.privateKey);
    },
    publicPem: async () => exportSPKI(key.publicKey),
    async rotate() {
      key = await newKey(`key-${++keys}`);
    },
    answer(next, times = Infinity) {
      broken = next;
      timesBroken = times;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
