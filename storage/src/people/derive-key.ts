import { hkdfSync, type KeyObject } from "node:crypto";

/** What a derived key is for. No purpose begins another, so that no two uses share a key. */
export type KeyPurpose =
  | "answered pseudonym"
  | "subject handle"
  | "identity encryption"
  | "identity iv"
  | "prediction key"
  | "decision person"
  | "decision encryption";

/** What a key is bound to beside its purpose. */
export interface KeyBinding {
  /** Default: one key serves every model. */
  readonly model?: string;
  /** Default: there is none. */
  readonly salt?: Uint8Array;
}

/**
 * Derives a key of 32 bytes for one purpose from a secret, by HKDF-SHA256 (RFC 5869). Its owner learns neither the secret nor
 * the key for another purpose or model.
 */
export const deriveKey = (
  secret: KeyObject | Uint8Array,
  purpose: KeyPurpose,
  { model, salt = NO_SALT }: KeyBinding = {},
): Buffer => {
  const info = `despliega ${purpose}${model === undefined ? "" : ` ${model}`}`;
  return Buffer.from(hkdfSync("sha256", secret, salt, info, 32));
};

const NO_SALT = new Uint8Array(0);
