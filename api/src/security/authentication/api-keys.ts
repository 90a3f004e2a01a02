import { hash } from "node:crypto";

import { z } from "zod";

/** A key by its name and the SHA-256 of its text, in lower-case hexadecimal. */
export interface ApiKey {
  readonly name: string;
  readonly digest: string;
}

// A name begins with a letter, so that no count of requests can mistake it for an address.
const ENTRY = /^(?<name>[a-z][\w.-]{0,63}):(?<digest>[\da-f]{64})$/i;

const parse = (text: string): ApiKey | undefined => {
  const { name, digest } = ENTRY.exec(text.trim())?.groups ?? {};
  return name === undefined || digest === undefined
    ? undefined
    : { name, digest: digest.toLowerCase() };
};

/** What is hashed by mistake where a variable is not set, and what examples use; with a line feed where `echo` wrote it. */
const GUESSED = new Set(
  ["", "undefined", "null", "changeme", "secret", "password", "test", "key"].flatMap((key) =>
    [key, `${key}\n`].map((text) => hash("sha256", text, "hex")),
  ),
);

/** `DESPLIEGA_API_KEYS`: `name:digest` with commas between them. A name may come twice, while one key replaces another. */
export const ApiKeys = z.string().transform((text, context): readonly ApiKey[] => {
  const keys = text.split(",").map(parse);
  const known = keys.filter((key) => key !== undefined);
  if (known.length < keys.length)
    context.addIssue("must be name:hash with commas between them, each hash 64 hexadecimal digits");
  else if (new Set(known.map(({ digest }) => digest)).size < known.length)
    context.addIssue("must not hold the same hash twice");
  else if (known.some(({ digest }) => GUESSED.has(digest)))
    context.addIssue("must not hold the hash of an empty key or of one that can be guessed");
  return known;
});
