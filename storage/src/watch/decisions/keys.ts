import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

import { z } from "zod";

import { Keys, type Key } from "../../people/keys.js";
import { KEY_BYTES, weaknessOf } from "../../people/weak-key.js";
import { parseSettings } from "../../settings/parse-settings.js";
import type { SettingSchemas } from "../../settings/setting-schemas.js";

/** A public or a private key of X25519 with its id. */
export interface DecisionKey {
  readonly id: string;
  readonly key: KeyObject;
}

const keysOf = (kind: "public" | "private", read: (der: Buffer) => KeyObject) =>
  Keys.transform((keys, context): readonly DecisionKey[] =>
    keys.flatMap(({ id, secret }: Key) => {
      try {
        const key = read(secret.export());
        if (key.asymmetricKeyType === "x25519") {
          const weak = weaknessOf(ownBytes(key));
          if (weak !== undefined) context.addIssue(weak);
          return [{ id, key }];
        }
      } catch {
        // OpenSSL's error says nothing about the setting, and may hold bytes of a key.
      }
      context.addIssue(`must hold ${kind} keys of X25519, in DER and base64`);
      return [];
    }),
  );

/** The bytes of a key of X25519, which end both of its encodings. */
export const ownBytes = (key: KeyObject): Uint8Array =>
  (key.type === "public"
    ? key.export({ format: "der", type: "spki" })
    : key.export({ format: "der", type: "pkcs8" })
  ).subarray(-KEY_BYTES);

const PublicEnvironment = z.object({
  DESPLIEGA_DECISION_KEYS: keysOf("public", (key) =>
    createPublicKey({ key, format: "der", type: "spki" }),
  ).meta({
    description:
      "for the api: the public keys that encrypt decisions, `id:key` separated by commas, the current key first; each key is a public key of X25519 in DER and base64",
    default: "none",
  }),
});

const PrivateEnvironment = z.object({
  DESPLIEGA_DECISION_PRIVATE_KEYS: keysOf("private", (key) =>
    createPrivateKey({ key, format: "der", type: "pkcs8" }),
  ).meta({
    description:
      "for those who open decisions, never for the api: the private keys of `DESPLIEGA_DECISION_KEYS`, under the same ids",
    default: "none",
  }),
});

/** The setting of the api, with its meaning, as `docs/settings.md` shows it. */
export const DECISION_KEY_SETTINGS: SettingSchemas = PublicEnvironment.shape;

/** The setting of the trainer, with its meaning, as `docs/settings.md` shows it. */
export const DECISION_PRIVATE_KEY_SETTINGS: SettingSchemas = PrivateEnvironment.shape;

/** Reads `DESPLIEGA_DECISION_KEYS`, the current key first. @throws `SETTING_INVALID`, without the value */
export const readDecisionKeys = (environment: NodeJS.ProcessEnv): readonly DecisionKey[] =>
  parseSettings(PublicEnvironment, environment).DESPLIEGA_DECISION_KEYS;

/** Reads `DESPLIEGA_DECISION_PRIVATE_KEYS`. @throws `SETTING_INVALID`, without the value */
export const readDecisionPrivateKeys = (environment: NodeJS.ProcessEnv): readonly DecisionKey[] =>
  parseSettings(PrivateEnvironment, environment).DESPLIEGA_DECISION_PRIVATE_KEYS;
