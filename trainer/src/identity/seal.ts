import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";

import { deriveKey, type Key } from "@despliega/storage";
import { z } from "zod";

import { IdentityKeyUnknown, IdentityUnreadable } from "../errors/errors.js";

/** The identity of a person, as the input gives it. */
const Identity = z.strictObject({ identifier: z.string(), name: z.string().nullable() });
export type Identity = z.infer<typeof Identity>;

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Plaintexts are padded to a multiple of this, so that the length of a record does not show the length of a name. */
const BLOCK = 64;

/**
 * Makes a function that encrypts identities: `<key id>.<iv>.<ciphertext>.<tag>`, the latter three in base64url.
 *
 * The cipher is AES-256-GCM (NIST SP 800-38D) with model and pseudonym as additional data, so that a record can be
 * decrypted only with its own model and pseudonym. Its IV is the beginning of an HMAC-SHA256 of model, pseudonym and
 * plaintext, as RFC 5297 and RFC 8452 derive theirs: the same identity gives the same bytes in every run, which a table
 * with one record per pseudonym shows anyway, and two identities share an IV no more often than with random IVs.
 * Encryption and IVs have keys of their own, derived by HKDF (RFC 5869).
 */
export const identitySealer = (
  key: Key,
  model: string,
): ((pseudonym: string, identity: Identity) => string) => {
  const { encryption, derivation } = derive(key);
  return (pseudonym, identity) => {
    const about = context(model, pseudonym);
    const text = Buffer.from(JSON.stringify(identity));
    const filled = Buffer.alloc(Math.ceil(text.length / BLOCK) * BLOCK, " ");
    text.copy(filled);
    const digest = createHmac("sha256", derivation).update(about).update("\0").update(filled);
    const iv = digest.digest().subarray(0, IV_BYTES);
    const cipher = createCipheriv(CIPHER, encryption, iv).setAAD(about);
    const ciphertext = Buffer.concat([cipher.update(filled), cipher.final()]);
    const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString("base64url"));
    return [key.id, ...parts].join(".");
  };
};

/**
 * Decrypts what {@link identitySealer} made.
 *
 * @throws `IDENTITY_KEY_UNKNOWN`, `IDENTITY_UNREADABLE`
 */
export const openIdentity = (
  keys: readonly Key[],
  model: string,
  pseudonym: string,
  sealed: string,
): Identity => {
  const [id = "", ...parts] = sealed.split(".");
  const key = keys.find((candidate) => candidate.id === id);
  if (key === undefined) throw new IdentityKeyUnknown({ id });
  const [iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, "base64url"));
  try {
    const decipher = createDecipheriv(CIPHER, derive(key).encryption, iv!, {
      authTagLength: TAG_BYTES,
    })
      .setAAD(context(model, pseudonym))
      .setAuthTag(tag!);
    const text = Buffer.concat([decipher.update(ciphertext!), decipher.final()]).toString();
    return Identity.parse(JSON.parse(text));
  } catch {
    // Without the cause, which may show the plaintext.
    throw new IdentityUnreadable({ id });
  }
};

const derive = ({ secret }: Key) => ({
  encryption: deriveKey(secret, "identity encryption"),
  derivation: deriveKey(secret, "identity iv"),
});

// Neither contains a zero byte.
const context = (model: string, pseudonym: string): Buffer => Buffer.from(`${model}\0${pseudonym}`);
