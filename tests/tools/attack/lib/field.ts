import { createHash } from "node:crypto";

import { startAzurite } from "@despliega/storage/azurite";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { promoteTiny, SENSITIVE, type TinyRelease } from "../../../support/release.js";
import { AUDIENCE, startTokenIssuer, type TokenIssuer } from "../../../support/token-issuer.js";
import { startTarget, type Target } from "./api.js";

/** A key of 32 bytes that look random, the same for the same name. */
export const keyOf = (name: string): string =>
  createHash("sha256").update(`attack ${name}`).digest("base64");

/** The key that the api of {@link Field.keyed} takes. */
export const API_KEY = keyOf("caller").slice(0, 40);

/** A tiny release that is asked by row. */
const BY_ROW: TinyRelease = {
  model: "filas",
  description: { serving: { by: "row", answer: "resultado" } },
};

/** Where attacks are played: storage, releases, an issuer of tokens, and apis that were asked for. */
export interface Field {
  readonly connectionString: string;
  readonly issuer: TokenIssuer;
  /** Starts an api of the open models `riesgo`, by key, and `filas`, by row. It lives until the attack is over. */
  readonly open: (settings?: NodeJS.ProcessEnv, megabytes?: number) => Promise<Target>;
  /** Starts one that asks for {@link API_KEY}. */
  readonly keyed: (settings?: NodeJS.ProcessEnv) => Promise<Target>;
  /** Starts one of the model `vih`, about people, which asks for tokens of the issuer. */
  readonly sensitive: (settings?: NodeJS.ProcessEnv) => Promise<Target>;
  /** Ends something after the attack. */
  readonly later: (end: () => Promise<unknown>) => void;
}

/** Container of the open models, and that of the ones about people. */
const CONTAINERS = { open: "attacked", sensitive: "attacked-people", audit: "attacked-audit" };

/** Makes a field, lets work go on there attack by attack, and clears it. */
export const withField = async <T>(
  work: (during: <R>(attack: (field: Field) => Promise<R>) => Promise<R>) => Promise<T>,
): Promise<T> => {
  const azurite = await startAzurite();
  const issuer = await startTokenIssuer();
  const { connectionString } = azurite;
  const storeOf = async (container: string) => {
    const store = await azuriteStoreOf({ connectionString, container });
    await store.ensureContainer();
    return store;
  };
  try {
    const open = await storeOf(CONTAINERS.open);
    await promoteTiny(open);
    await promoteTiny(open, BY_ROW);
    await promoteTiny(await storeOf(CONTAINERS.sensitive), {
      model: "vih",
      description: SENSITIVE,
    });
    await storeOf(CONTAINERS.audit);
    return await work((attack) => during(attack, connectionString, issuer));
  } finally {
    await issuer.close();
    await azurite.close();
  }
};

const during = async <R>(
  attack: (field: Field) => Promise<R>,
  connectionString: string,
  issuer: TokenIssuer,
): Promise<R> => {
  const storage = { AZURE_STORAGE_CONNECTION_STRING: connectionString };
  const ends: (() => Promise<unknown>)[] = [];
  const start = async (settings: NodeJS.ProcessEnv, megabytes?: number): Promise<Target> => {
    const target = await startTarget({ ...storage, ...settings }, megabytes);
    ends.push(target.close);
    return target;
  };
  const open = { DESPLIEGA_CONTAINER_NAME: CONTAINERS.open, DESPLIEGA_DEFAULT_MODEL: "filas" };
  const digest = createHash("sha256").update(API_KEY).digest("hex");
  const keyed = { DESPLIEGA_AUTH: "key", DESPLIEGA_API_KEYS: `caller:${digest}` };
  const sensitive = {
    DESPLIEGA_CONTAINER_NAME: CONTAINERS.sensitive,
    DESPLIEGA_AUDIT_CONTAINER_NAME: CONTAINERS.audit,
    DESPLIEGA_PSEUDONYM_KEYS: `k1:${keyOf("k1")}`,
    DESPLIEGA_AUTH: "entra",
    DESPLIEGA_ENTRA_ISSUER: issuer.issuer,
    DESPLIEGA_ENTRA_JWKS_URL: issuer.jwksUrl,
    DESPLIEGA_ENTRA_AUDIENCE: AUDIENCE,
    DESPLIEGA_ENTRA_ROLE: "api",
  };
  try {
    return await attack({
      connectionString,
      issuer,
      open: (settings, megabytes) => start({ ...open, ...settings }, megabytes),
      keyed: (settings) => start({ ...open, ...keyed, ...settings }),
      sensitive: (settings) => start({ ...sensitive, ...settings }),
      later: (end) => void ends.push(end),
    });
  } finally {
    for (const end of ends.toReversed()) await end();
  }
};
