import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { hostCheckOf } from "@despliega/api";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

import type { Stop } from "./stop.js";

const ALGORITHM = "RS256";
const AUDIENCE = "api://despliega-local";
const SECONDS = 300;

/** Replaces Entra on this machine. */
export interface LocalTokenIssuer {
  /** What an api that trusts it is set to. */
  readonly environment: NodeJS.ProcessEnv;
  /** The url of a token with a role, for every program on this machine. */
  readonly tokenUrl: (role: string) => string;
}

/**
 * Starts an issuer of tokens that only this machine reaches. It gives everybody a token, so only development may trust it; its key lives as long as the process, and a token five minutes.
 */
export const startTokenIssuer = async (stop: Stop): Promise<LocalTokenIssuer> => {
  const kid = randomUUID();
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid, use: "sig", alg: ALGORITHM }] };
  const sign = (role: string): Promise<string> =>
    new SignJWT({ sub: "developer", oid: "developer", roles: [role], amr: ["pwd", "mfa"] })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setNotBefore("0 s ago")
      .setExpirationTime(`${SECONDS} s`)
      .sign(privateKey);

  // A page in a browser must not get a token by a name of its own for this address.
  const isOwnHost = hostCheckOf([]);
  const answer = async ({ url = "", headers }: IncomingMessage): Promise<string | undefined> => {
    if (!URL.canParse(url, issuer) || !isOwnHost(headers.host)) return undefined;
    const target = new URL(url, issuer);
    if (target.pathname === "/keys") return JSON.stringify(keys);
    const role = target.searchParams.get("role");
    return target.pathname === "/token" && role !== null ? sign(role) : undefined;
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.writeHead(body === undefined ? 404 : 200).end(body),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await stop.add(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      DESPLIEGA_AUTH: "entra",
      DESPLIEGA_ENTRA_ISSUER: issuer,
      DESPLIEGA_ENTRA_JWKS_URL: `${issuer}/keys`,
      DESPLIEGA_ENTRA_AUDIENCE: AUDIENCE,
      DESPLIEGA_ENTRA_ROLE: "",
      DESPLIEGA_ENTRA_AUTH_CONTEXT: "",
    },
    tokenUrl: (role) => `${issuer}/token?role=${role}`,
  };
};
