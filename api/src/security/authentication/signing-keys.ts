import { setTimeout as wait } from "node:timers/promises";

import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from "jose";
import type { Logger } from "pino";

import { REST_SECONDS } from "./rest.js";

/** The source of the keys, and the times to wait for it. */
export interface SigningKeysOptions {
  readonly url: string;
  readonly logger: Logger;
  /** Milliseconds of wall-clock time. */
  readonly now: () => number;
  /** Milliseconds after a good answer in which an unknown key causes no new request. */
  readonly cooldown: number;
  /** Milliseconds to wait for the keys. */
  readonly timeout: number;
}

/** The issuer's keys cannot be fetched, so that no token can be verified. */
export class KeysUnavailable extends Error {}

// Long enough for a server that restarts, and short beside the time that a caller waits.
const RETRY_MS = 100;

// Known keys last for this long while the issuer is away; a new one is fetched when a token first names it.
const MAX_AGE_MS = 24 * 3_600_000;

// What a token can cause by the key that it names; whatever else goes wrong is not the caller's doing.
const OF_THE_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys];

/** Finds the key of a token among those that its issuer publishes, which are fetched when they are needed. */
export const signingKeys = ({
  url,
  logger,
  now,
  cooldown,
  timeout,
}: SigningKeysOptions): JWTVerifyGetKey => {
  const { host } = new URL(url);
  let badAt = -Infinity;

  const fetchKeys = async (address: string, options: RequestInit): Promise<Response> => {
    if (now() - badAt < REST_SECONDS * 1_000) throw new KeysUnavailable();
    try {
      return Response.json(await requestTwice(address, options));
    } catch (error) {
      badAt = now();
      logger.warn({ host, problem: problemOf(error) }, "signing keys cannot be fetched");
      throw error;
    }
  };

  const find = createRemoteJWKSet(new URL(url), {
    timeoutDuration: timeout,
    cooldownDuration: cooldown,
    cacheMaxAge: MAX_AGE_MS,
    [customFetch]: fetchKeys,
  });
  return async (header, token) => {
    try {
      return await find(header, token);
    } catch (error) {
      if (OF_THE_TOKEN.some((kind) => error instanceof kind)) throw error;
      throw new KeysUnavailable("no usable answer", { cause: error });
    }
  };
};

/** Retries once, within the time that the signal of the options leaves for both requests. */
const requestTwice = async (address: string, options: RequestInit): Promise<JSONWebKeySet> => {
  try {
    return await request(address, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    await wait(RETRY_MS);
    return request(address, options);
  }
};

const request = async (address: string, options: RequestInit): Promise<JSONWebKeySet> => {
  const response = await fetch(address, options);
  if (response.status !== 200) throw new KeysUnavailable(`HTTP ${response.status}`);
  const keys = (await response.json()) as JSONWebKeySet;
  createLocalJWKSet(keys);
  return keys;
};

const problemOf = (error: unknown): string => {
  if (error instanceof KeysUnavailable) return error.message;
  const { name, cause } = Object(error) as { name?: unknown; cause?: { code?: unknown } };
  return String(cause?.code ?? name);
};
