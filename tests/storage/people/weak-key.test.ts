import { generateKeyPairSync } from "node:crypto";

import { readConfig } from "@despliega/api";
import { describe, expect, test } from "@jest/globals";
import {
  readDecisionKeys,
  readDecisionPrivateKeys,
  readPredictionKey,
  readPseudonymKeys,
} from "@despliega/storage";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";
import fc from "fast-check";

import { testKey } from "../../support/test-key.js";

type Environment = Readonly<Record<string, string>>;

const pair = generateKeyPairSync("x25519");
const der = {
  public: pair.publicKey.export({ format: "der", type: "spki" }),
  private: pair.privateKey.export({ format: "der", type: "pkcs8" }),
};
const inside = (whole: Buffer) => (key: Uint8Array) => Buffer.concat([whole.subarray(0, -32), key]);
const plain = (key: Uint8Array) => Buffer.from(key);
const hook = { DESPLIEGA_WEBHOOK_URL: "https://hooks.example/" };

/** Every setting that holds keys: how it writes one, and what reads it. */
const SETTINGS: Readonly<
  Record<
    string,
    readonly [
      prefix: string,
      write: (key: Uint8Array) => Buffer,
      read: (of: Environment) => unknown,
    ]
  >
> = {
  DESPLIEGA_PSEUDONYM_KEYS: ["k1:", plain, readPseudonymKeys],
  DESPLIEGA_IDENTITY_KEYS: ["k1:", plain, readTrainerSettings],
  DESPLIEGA_PREDICTION_KEY: ["", plain, readPredictionKey],
  DESPLIEGA_DECISION_KEYS: ["k1:", inside(der.public), readDecisionKeys],
  DESPLIEGA_DECISION_PRIVATE_KEYS: ["k1:", inside(der.private), readDecisionPrivateKeys],
  DESPLIEGA_WEBHOOK_SECRET: ["whsec_", plain, (of) => readTrainerSettings({ ...hook, ...of })],
};

const counting = (step: number) => Buffer.from(Array.from({ length: 32 }, (_, at) => at * step));
const WEAK: Readonly<Record<string, Uint8Array>> = {
  zero: Buffer.alloc(32),
  "one byte": Buffer.alloc(32, 0xa7),
  "a word again and again": Buffer.alloc(32, "changeme"),
  "a long pattern, cut": Buffer.alloc(35, testKey("half", 16)),
  "half of it twice": Buffer.alloc(32, testKey("half", 16)),
  counting: counting(1),
  "counting down": counting(255),
  "two bytes, mixed": testKey("mixed").map((byte) => byte % 2),
  "16 bytes and zeros": Buffer.alloc(32).fill("0000000000000001", 16),
};

describe.each(Object.entries(SETTINGS))("%s", (name, [prefix, write, read]) => {
  const setting = (key: Uint8Array) => ({ [name]: `${prefix}${write(key).toString("base64")}` });

  test("takes a random key", () => {
    expect(() => read(setting(testKey("good")))).not.toThrow();
  });

  test.each(Object.entries(WEAK).filter(([, key]) => key.length === 32))(
    "refuses %s, and does not repeat it",
    (_, key) => {
      const reading = () => read(setting(key));
      expect(reading).toThrow(expect.objectContaining({ code: "SETTING_INVALID" }));
      expect(reading).toThrow(new RegExp(`^${name}: must be random`));
      expect(reading).not.toThrow(Buffer.from(key).toString("base64").slice(0, 10));
    },
  );

  test("refuses a short key", () => {
    expect(() => read(setting(testKey("short", 23)))).toThrow(new RegExp(`^${name}: must `));
  });
});

test("a pattern is found where the key is longer than it must be", () => {
  const [, key] = Object.entries(WEAK).find(([, weak]) => weak.length > 32)!;
  const text = `k1:${Buffer.from(key).toString("base64")}`;
  expect(() => readPseudonymKeys({ DESPLIEGA_PSEUDONYM_KEYS: text })).toThrow(/random/);
});

test("no random key is taken for a weak one", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const DESPLIEGA_PREDICTION_KEY = testKey(seed).toString("base64");
      expect(readPredictionKey({ DESPLIEGA_PREDICTION_KEY })).toBeDefined();
    }),
  );
});

test("one setting holds no key twice", () => {
  const key = testKey("twice").toString("base64");
  expect(() => readPseudonymKeys({ DESPLIEGA_PSEUDONYM_KEYS: `k2:${key},k1:${key}` })).toThrow(
    "DESPLIEGA_PSEUDONYM_KEYS: must not hold the same key twice",
  );
});

describe("two settings hold no key of each other", () => {
  const others = Object.entries(SETTINGS).filter(([name]) => name !== "DESPLIEGA_DECISION_KEYS");
  const pairs = others.flatMap(([name], at) =>
    others.slice(0, at).map(([other]) => [name, other] as const),
  );
  const holding = (name: string, key: Buffer): Environment => {
    const [prefix, write] = SETTINGS[name]!;
    return { [name]: `${prefix}${write(key).toString("base64")}` };
  };

  test.each(pairs)("%s and %s of the trainer", (one, other) => {
    const key = testKey("shared");
    const both = { ...hook, ...holding(one, key), ...holding(other, key) };
    const environment: Environment = Object.hasOwn(both, "DESPLIEGA_WEBHOOK_SECRET")
      ? both
      : { ...both, DESPLIEGA_WEBHOOK_URL: "" };
    expect(() => readTrainerSettings(environment)).toThrow(
      new RegExp(`^(?:${one}|${other}): must not hold a key of (?:${one}|${other})`),
    );
    const apart = { ...environment, ...holding(one, testKey("own")) };
    expect(() => readTrainerSettings(apart)).not.toThrow();
  });

  test("those of the api", () => {
    const key = testKey("shared");
    const environment = {
      DESPLIEGA_STORAGE_ACCOUNT_URL: "https://account.blob.core.windows.net",
      ...holding("DESPLIEGA_PSEUDONYM_KEYS", key),
      ...holding("DESPLIEGA_PREDICTION_KEY", key),
    };
    expect(() => readConfig(environment)).toThrow(/^DESPLIEGA_PREDICTION_KEY: must not hold/);
  });
});
