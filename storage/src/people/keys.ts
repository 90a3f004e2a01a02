import { createSecretKey, type KeyObject } from "node:crypto";

import { z } from "zod";

import { KEY_BYTES, weaknessOf } from "./weak-key.js";

/** A secret key with its id. The secret is an object that prints nothing of itself. */
export interface Key {
  readonly id: string;
  readonly secret: KeyObject;
}

// Values that are made with a key start with its id and a dot, so an id contains no dot.
const ENTRY = /^(?<id>[A-Za-z0-9][\w-]{0,31}):(?<secret>[A-Za-z0-9+/]+={0,2})$/;

const parse = (entry: string): Key | undefined => {
  const { id, secret } = ENTRY.exec(entry.trim())?.groups ?? {};
  if (id === undefined || secret === undefined) return undefined;
  const bytes = Buffer.from(secret, "base64");
  return bytes.length < KEY_BYTES ? undefined : { id, secret: createSecretKey(bytes) };
};

/**
 * A setting of keys: `id:base64`, separated by commas. The first key is the current one; the others are older. Default: no
 * keys.
 */
export const Keys = z
  .string()
  .transform((text, context): readonly Key[] => {
    const entries = text.split(",").map(parse);
    const keys = entries.filter((key) => key !== undefined);
    const weakest = keys.map(({ secret }) => weaknessOf(secret.export())).find((weak) => weak);
    if (keys.length < entries.length)
      context.addIssue(
        `must be id:base64 with commas between them, each key at least ${KEY_BYTES} bytes`,
      );
    else if (weakest !== undefined) context.addIssue(weakest);
    else if (new Set(keys.map(({ id }) => id)).size < keys.length)
      context.addIssue("must not hold the same id twice");
    else if (
      keys.some(({ secret }, at) => keys.slice(0, at).some((one) => one.secret.equals(secret)))
    )
      context.addIssue("must not hold the same key twice");
    return keys;
  })
  .default([]);
