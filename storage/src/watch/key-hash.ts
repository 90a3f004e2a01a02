import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

import { z } from "zod";

import { KEY_SEPARATOR, type EntityKey } from "../formats/table/keys/key.js";
import { deriveKey } from "../people/derive-key.js";
import { KEY_BYTES, weaknessOf } from "../people/weak-key.js";
import { parseSettings } from "../settings/parse-settings.js";
import type { SettingSchemas } from "../settings/setting-schemas.js";

const error = `must be a key of at least ${KEY_BYTES} bytes in base64`;

const Environment = z.object({
  DESPLIEGA_PREDICTION_KEY: z
    .base64({ error })
    .transform((text, context) => {
      const bytes = Buffer.from(text, "base64");
      const weak = weaknessOf(bytes);
      if (weak !== undefined) context.addIssue(weak);
      return createSecretKey(bytes);
    })
    .optional()
    .meta({
      description:
        "the key that hides the keys of entities in recorded answers, decisions and outcomes: 32 bytes or more in base64",
    }),
});

/** The setting that is read here, with its meaning, as `docs/settings.md` shows it. */
export const PREDICTION_KEY_SETTINGS: SettingSchemas = Environment.shape;

/** Reads `DESPLIEGA_PREDICTION_KEY`. Default: there is none. @throws `SETTING_INVALID`, without the value */
export const readPredictionKey = (environment: NodeJS.ProcessEnv): KeyObject | undefined =>
  parseSettings(Environment, environment).DESPLIEGA_PREDICTION_KEY;

/**
 * Makes what names an entity of a model without its key: `h:` and 32 hexadecimal digits of an HMAC-SHA256 of the key, whose
 * secret is derived for the model. One entity has unrelated names in two models.
 */
export const keyHasher = (secret: KeyObject, model: string): ((key: EntityKey) => string) => {
  const own = deriveKey(secret, "prediction key", { model });
  return (key) =>
    `h:${createHmac("sha256", own).update(key.join(KEY_SEPARATOR)).digest("hex").slice(0, 32)}`;
};
