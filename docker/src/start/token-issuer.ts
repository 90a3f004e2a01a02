import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { hostCheckOf } from "@despliega/api";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

import type { Stop } from "./stop.js";
import { CONTEXT, TOKEN_SHAPES, type TokenVersion } from "./token-shapes.js";

const ALGORITHM = "RS256";
/** Every token has it, beside the role that is asked for. */
const ROLE = "despliega.local";
const SECONDS = 300;

/** Replaces Entra on this machine. */
export interface LocalTokenIssuer {
  /** What an api that trusts it is set to. */
  readonly environment: NodeJS.ProcessEnv;
  /**
   * The url of a token with a role, for every program on this machine. `&version=1.0` makes it one of that version, `&factors=1`
   * one without a second factor.
   */
  readonly tokenUrl: (role: string) => string;
}

/**
 * Starts an issuer of tokens that only this machine reaches, with the claims that those of Entra have. It gives everybody a
 * token, so only development may trust it; its key lives as long as the process, and a token five minutes.
 */
export const startTokenIssuer = async (stop: Stop): Promise<LocalTokenIssuer> => {
  const kid = randomUUID();
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid, use: "sig", alg: ALGORITHM }] };
  const sign = (role: string, version: TokenVersion, factors: string | null): Promise<string> => {
    const shape = TOKEN_SHAPES[version];
    const caller = { sub: "developer", oid: "developer", roles: [ROLE, role] };
    return new SignJWT({
      ...{ ...shape.claims, ...caller },
      ...(factors === "1" ? {} : shape.secondFactor),
    })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
      .setIssuer(`${origin}${shape.issuer}`)
      .setAudience(shape.audience)
      .setNotBefore("0 s ago")
      .setExpirationTime(`${SECONDS} s`)
      .sign(privateKey);
  };

  // A page in a browser must not get a token by a name of its own for this address.
  const isOwnHost = hostCheckOf([]);
  const answer = async ({ url = "", headers }: IncomingMessage): Promise<string | undefined> => {
    if (!URL.canParse(url, origin) || !isOwnHost(headers.host)) return undefined;
    const { pathname, searchParams } = new URL(url, origin);
    if (pathname === "/keys") return JSON.stringify(keys);
    const role = searchParams.get("role");
    const version = searchParams.get("version") ?? "2.0";
    if (pathname !== "/token" || role === null || !isVersion(version)) return undefined;
    return sign(role, version, searchParams.get("factors"));
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
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environment: {
      DESPLIEGA_AUTH: "entra",
      DESPLIEGA_ENTRA_TOKEN_VERSIONS: "",
      DESPLIEGA_ENTRA_ISSUER: SHAPES.map(({ issuer }) => `${origin}${issuer}`).join(),
      DESPLIEGA_ENTRA_JWKS_URL: `${origin}/keys`,
      DESPLIEGA_ENTRA_AUDIENCE: SHAPES.map(({ audience }) => audience).join(),
      DESPLIEGA_ENTRA_ROLE: ROLE,
      DESPLIEGA_ENTRA_AUTH_CONTEXT: CONTEXT,
    },
    tokenUrl: (role) => `${origin}/token?role=${role}`,
  };
};

const SHAPES = Object.values(TOKEN_SHAPES);

const isVersion = (text: string): text is TokenVersion => Object.hasOwn(TOKEN_SHAPES, text);
