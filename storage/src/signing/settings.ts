import { z } from "zod";

import { SettingInvalid } from "../errors/errors.js";
import { parseSettings } from "../settings/parse-settings.js";
import type { SettingSchemas } from "../settings/setting-schemas.js";
import { keyFileSigner } from "./key-file.js";
import { keyVaultSigner } from "./key-vault.js";
import { parsePublicKeys, type PublicKeys } from "./public-keys.js";
import type { Signer } from "./signer.js";

const PublicEnvironment = z.object({
  DESPLIEGA_SIGNING_PUBLIC_KEYS: z
    .string()
    .transform((text, context): PublicKeys => {
      const keys = parsePublicKeys(text);
      if (keys === undefined) context.addIssue("must be public keys of P-256 in PEM");
      return keys ?? new Map();
    })
    .optional()
    .meta({
      description:
        "the public keys of those who sign releases, in PEM, one after the other; with them, what is unsigned or wrongly signed is refused",
      default: "signatures are not looked at",
    }),
});

const SigningEnvironment = z.object({
  DESPLIEGA_SIGNING_KEY_FILE: z.string().optional().meta({
    description: "the file of the private key that signs releases, of P-256 in PEM",
    default: "the key that `npm start` made, for its own store; otherwise nothing is signed",
  }),
  DESPLIEGA_SIGNING_KEY_VAULT_KEY: z
    .url({ protocol: /^https$/, error: "must be an https url" })
    .optional()
    .meta({
      description:
        "in place of the file: the url of a key of Azure Key Vault, such as `https://bank.vault.azure.net/keys/releases`, with which the managed identity signs",
    }),
});

/** The setting of those who check, with its meaning, as `docs/settings.md` shows it. */
export const SIGNING_PUBLIC_SETTINGS: SettingSchemas = PublicEnvironment.shape;

/** The settings of those who sign, with their meanings, as `docs/settings.md` shows them. */
export const SIGNING_SETTINGS: SettingSchemas = SigningEnvironment.shape;

/** Reads `DESPLIEGA_SIGNING_PUBLIC_KEYS`; undefined where it is not set. @throws `SETTING_INVALID` */
export const readTrustedKeys = (environment: NodeJS.ProcessEnv): PublicKeys | undefined =>
  parseSettings(PublicEnvironment, environment).DESPLIEGA_SIGNING_PUBLIC_KEYS;

/**
 * Reads who signs; undefined where nobody is set.
 *
 * @param timeoutSeconds in which a vault must answer
 * @throws `SETTING_INVALID`
 */
export const readSigner = (
  environment: NodeJS.ProcessEnv,
  timeoutSeconds: number,
): Signer | undefined => {
  const parsed = parseSettings(SigningEnvironment, environment);
  const file = parsed.DESPLIEGA_SIGNING_KEY_FILE;
  const key = parsed.DESPLIEGA_SIGNING_KEY_VAULT_KEY;
  if (file !== undefined && key !== undefined)
    throw new SettingInvalid({
      name: "DESPLIEGA_SIGNING_KEY_FILE",
      problem: "is set, and DESPLIEGA_SIGNING_KEY_VAULT_KEY too: one key signs",
    });
  if (file !== undefined) return keyFileSigner(file);
  return key === undefined ? undefined : keyVaultSigner(new URL(key), { timeoutSeconds });
};
