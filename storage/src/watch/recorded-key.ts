import type { KeyObject } from "node:crypto";

import { isTextKey, type EntityKey } from "../formats/table/keys/key.js";
import type { KeyForm } from "../release/manifest/recording.js";
import { keyHasher } from "./key-hash.js";

/** The text of a key, as a url holds it: its columns with `/` between them. */
export const keyText = (key: EntityKey): string => key.map(encodeURIComponent).join("/");

/** The key of a text that {@link keyText} wrote, all of its columns as texts; undefined for what is none. */
export const keyOfText = (text: string): EntityKey | undefined => {
  try {
    const key = text.split("/").map(decodeURIComponent);
    return key.every(isTextKey) ? key : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Makes what writes keys into recorded answers: `c:` and {@link keyText}, or the hash of {@link keyHasher}.
 *
 * @param secret of `DESPLIEGA_PREDICTION_KEY`
 * @returns undefined where keys are not recorded: for the form `none`, and for hashes without a secret
 */
export const keyWriter = (
  model: string,
  form: KeyForm,
  secret: KeyObject | undefined,
): ((key: EntityKey) => string) | undefined => {
  if (form === "clear") return (key) => `c:${keyText(key)}`;
  return form === "none" || secret === undefined ? undefined : keyHasher(secret, model);
};
