import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { hostCheckOf } from "@despliega/api";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";

import { formOf } from "./form.js";
import { CONSOLE_CLIENT, signInsOf } from "./sign-in.js";
import type { Stop } from "./stop.js";
import { CONTEXT, TOKEN_SHAPES, type TokenVersion } from "./token-shapes.js";

const ALGORITHM = "RS256";
/** Every token has it, beside the roles that are asked for. */
const ROLE = "despliega.local";
const SECONDS = 300;
const PERSON = { sub: "developer", oid: "developer" };

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

/** Who signs in on the console. */
export interface Consoles {
  /** Where the console is: people sign in there only. */
  readonly origins: readonly string[];
  /** What everybody who signs in may do. */
  readonly roles: readonly string[];
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Starts an issuer of tokens that only this machine reaches, with the claims that those of Entra have. It gives everybody a
 * token, so only development may trust it; its key lives as long as the process, and a token five minutes.
 *
 * @param consoles Default: nobody signs in on a console
 */
export const startTokenIssuer = async (
  stop: Stop,
  consoles: Consoles = { origins: [], roles: [] },
): Promise<LocalTokenIssuer> => {
  const kid = randomUUID();
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid, use: "sig", alg: ALGORITHM }] };
  const signIns = signInsOf(consoles.origins);

  const signed = (claims: JWTPayload, audience: string, issuer: string): Promise<string> =>
    new SignJWT({ ...claims, ...PERSON })
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: "JWT" })
      .setIssuer(`${origin}${issuer}`)
      .setAudience(audience)
      .setNotBefore("0 s ago")
      .setExpirationTime(`${SECONDS} s`)
      .sign(privateKey);
  const sign = (
    roles: readonly string[],
    version: TokenVersion,
    secondFactor: boolean,
  ): Promise<string> => {
    const shape = TOKEN_SHAPES[version];
    const factors = secondFactor ? shape.secondFactor : {};
    const claims = { ...shape.claims, roles: [ROLE, ...roles], ...factors };
    return signed(claims, shape.audience, shape.issuer);
  };

  const tokensFor = async (form: URLSearchParams): Promise<Answer> => {
    const asked = signIns.redeem(form);
    if (asked === undefined) return { status: 400, body: '{"error":"invalid_grant"}' };
    const { nonce, secondFactor } = asked;
    const body = {
      token_type: "Bearer",
      expires_in: SECONDS,
      access_token: await sign(consoles.roles, "2.0", secondFactor),
      id_token: await signed({ nonce }, CONSOLE_CLIENT, TOKEN_SHAPES["2.0"].issuer),
    };
    return { headers: { "cache-control": "no-store" }, body: JSON.stringify(body) };
  };

  // A page in a browser must not get a token by a name of its own for this address.
  const isOwnHost = hostCheckOf([]);
  const answer = async (request: IncomingMessage): Promise<Answer | undefined> => {
    const { url = "", headers, method } = request;
    if (!URL.canParse(url, origin) || !isOwnHost(headers.host)) return undefined;
    const { pathname, searchParams } = new URL(url, origin);
    if (pathname === REDEEM) {
      const form = method === "POST" ? await formOf(request) : undefined;
      return form && tokensFor(form);
    }
    if (pathname === "/keys") return { body: JSON.stringify(keys) };
    if (pathname === DISCOVERY) return { body: JSON.stringify(discoveryAt(origin)) };
    if (pathname === AUTHORIZE) {
      const location = signIns.authorize(searchParams);
      return location === undefined ? { status: 400 } : { status: 302, headers: { location } };
    }
    const role = searchParams.get("role");
    const version = searchParams.get("version") ?? "2.0";
    if (pathname !== "/token" || role === null || !isVersion(version)) return undefined;
    return { body: await sign([role], version, searchParams.get("factors") !== "1") };
  };
  const server = createServer((request, response) => {
    const { origin: from = "" } = request.headers;
    const readable = consoles.origins.includes(from) ? { "access-control-allow-origin": from } : {};
    answer(request).then(
      ({ status = 200, headers, body } = { status: 404 }) =>
        response.writeHead(status, { ...readable, vary: "origin", ...headers }).end(body),
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
      DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID: CONSOLE_CLIENT,
      DESPLIEGA_ENTRA_SIGN_IN_SCOPE: "",
      DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY: `${origin}${TOKEN_SHAPES["2.0"].issuer}`,
    },
    tokenUrl: (role) => `${origin}/token?role=${role}`,
  };
};

const SHAPES = Object.values(TOKEN_SHAPES);

const isVersion = (text: string): text is TokenVersion => Object.hasOwn(TOKEN_SHAPES, text);

const DISCOVERY = `${TOKEN_SHAPES["2.0"].issuer}/.well-known/openid-configuration`;
const AUTHORIZE = "/oauth2/v2.0/authorize";
const REDEEM = "/oauth2/v2.0/token";

const discoveryAt = (origin: string) => ({
  issuer: `${origin}${TOKEN_SHAPES["2.0"].issuer}`,
  jwks_uri: `${origin}/keys`,
  authorization_endpoint: `${origin}${AUTHORIZE}`,
  token_endpoint: `${origin}${REDEEM}`,
  response_types_supported: ["code"],
  code_challenge_methods_supported: ["S256"],
  id_token_signing_alg_values_supported: [ALGORITHM],
});
