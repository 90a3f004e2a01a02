import { generateKeyPairSync } from "node:crypto";

import { readConfig } from "@despliega/api";

import type { Attack } from "../lib/attack.js";
import { keyOf } from "../lib/field.js";

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const bytesOf = (of: (at: number) => number): string =>
  base64(Uint8Array.from({ length: 32 }, (_, at) => of(at)));

/** Keys that somebody may guess. */
const WEAK: Readonly<Record<string, string>> = {
  nothing: "",
  zeros: bytesOf(() => 0),
  ones: bytesOf(() => 255),
  "one letter": bytesOf(() => 97),
  "a word": base64(Buffer.from("changemechangemechangemechangeme")),
  counting: bytesOf((at) => at),
  "counting down": bytesOf((at) => 255 - at),
  "every second one": bytesOf((at) => 2 * at),
  "one byte of 32": bytesOf((at) => (at === 31 ? 1 : 0)),
  "16 bytes": base64(Buffer.from(keyOf("short"), "base64").subarray(0, 16)),
  "16 bytes twice": base64(
    Buffer.concat(Array(2).fill(Buffer.from(keyOf("twice"), "base64").subarray(0, 16)) as Buffer[]),
  ),
  "text of its own": "not a key",
};

/** Settings that no api may take. */
const settingsOf = (): Readonly<Record<string, NodeJS.ProcessEnv>> => {
  const { publicKey } = generateKeyPairSync("x25519");
  const zero = Buffer.concat([
    publicKey.export({ format: "der", type: "spki" }).subarray(0, -32),
    Buffer.alloc(32),
  ]);
  const good = `k1:${keyOf("k1")}`;
  return {
    ...Object.fromEntries(
      Object.entries(WEAK).map(([name, key]) => [
        `a pseudonym key of ${name}`,
        { DESPLIEGA_PSEUDONYM_KEYS: `k1:${key}` },
      ]),
    ),
    "a key for predictions of zeros": { DESPLIEGA_PREDICTION_KEY: WEAK["zeros"] },
    "a public key of zeros for decisions": { DESPLIEGA_DECISION_KEYS: `k1:${base64(zero)}` },
    "one key twice": { DESPLIEGA_PSEUDONYM_KEYS: `${good},k2:${keyOf("k1")}` },
    "one id twice": { DESPLIEGA_PSEUDONYM_KEYS: `${good},k1:${keyOf("k2")}` },
    "one key in two settings": {
      DESPLIEGA_PSEUDONYM_KEYS: good,
      DESPLIEGA_PREDICTION_KEY: keyOf("k1"),
    },
    "a key for callers that is empty": {
      DESPLIEGA_AUTH: "key",
      DESPLIEGA_API_KEYS: "a:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    },
  };
};

const STORAGE = { AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true" };

const accepts = (settings: NodeJS.ProcessEnv): boolean => {
  try {
    readConfig({ ...STORAGE, ...settings });
    return true;
  } catch {
    return false;
  }
};

/** Gives an api keys that can be guessed. */
export const weakKeys: Attack = {
  tried: `${Object.keys(settingsOf()).length} settings of keys for an api: zeros, words, counting bytes, short ones, one key in two places, the hash of nothing`,
  aim: "the api takes one",
  stopped: "every key is checked when it is read ([Sensitive models](sensitive.md#keys))",
  async play() {
    if (!accepts({ DESPLIEGA_PSEUDONYM_KEYS: `k1:${keyOf("k1")}` }))
      throw new Error("a good key is refused");
    const settings = Object.entries(settingsOf());
    const successes = settings.filter(([, of]) => accepts(of)).map(([name]) => name);
    return { tries: settings.length, successes, figures: "" };
  },
};
