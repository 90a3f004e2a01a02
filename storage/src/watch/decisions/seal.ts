import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from "node:crypto";

import { DecisionKeyUnknown, DecisionUnreadable } from "../../errors/errors.js";
import { deriveKey } from "../../people/derive-key.js";
import type { About } from "./decision.js";
import type { DecisionKey } from "./keys.js";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Plaintexts are padded to a multiple of this, since reasons have lengths that would tell the answer. */
const BLOCK = 512;

/** Encrypts what a decision consists of, which can be opened only beside what the line says in the clear. */
export type Seal = (about: About, text: string) => string;

/**
 * Makes what encrypts decisions for the owner of a private key: `<key id>.<public key>.<iv>.<ciphertext>.<tag>`,
 * the latter four in base64url.
 *
 * The key of the cipher is agreed by X25519 (RFC 7748) between the owner's key and one that lives as long as this function,
 * and derived by HKDF (RFC 5869) from the agreed secret and both public keys, as RFC 9180 binds them. Nobody who encrypts
 * can decrypt later. The cipher is AES-256-GCM (NIST SP 800-38D) with what the line says in the clear as additional data.
 */
export const sealerFor = ({ id, key }: DecisionKey, model: string): Seal => {
  const own = generateKeyPairSync("x25519");
  const ownPublic = rawOf(own.publicKey);
  const secret = secretOf({
    own: own.privateKey,
    other: key,
    ephemeral: ownPublic,
    owner: rawOf(key),
  });
  const sender = ownPublic.toString("base64url");
  return (about, text) => {
    const iv = randomBytes(IV_BYTES);
    const plain = Buffer.from(text);
    const filled = Buffer.alloc(Math.ceil(plain.length / BLOCK) * BLOCK, " ");
    plain.copy(filled);
    const cipher = createCipheriv(CIPHER, secret, iv).setAAD(contextOf(model, about));
    const sealed = Buffer.concat([cipher.update(filled), cipher.final()]);
    const parts = [iv, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"));
    return [id, sender, ...parts].join(".");
  };
};

/** Decrypts what a {@link Seal} made. @throws `DECISION_KEY_UNKNOWN`, `DECISION_UNREADABLE` */
export const openSealed = (
  keys: readonly DecisionKey[],
  model: string,
  about: About,
  sealed: string,
): string => {
  const [id = "", ...parts] = sealed.split(".");
  const found = keys.find((key) => key.id === id);
  if (found === undefined) throw new DecisionKeyUnknown({ key: id, id: about.id });
  const [sender, iv, text, tag] = parts.map((part) => Buffer.from(part, "base64url"));
  try {
    const secret = secretOf({
      own: found.key,
      other: publicKeyOf(sender!),
      ephemeral: sender!,
      owner: rawOf(createPublicKey(found.key)),
    });
    const decipher = createDecipheriv(CIPHER, secret, iv!, { authTagLength: TAG_BYTES })
      .setAAD(contextOf(model, about))
      .setAuthTag(tag!);
    return Buffer.concat([decipher.update(text!), decipher.final()]).toString();
  } catch {
    // Without the cause, which may show the plaintext.
    throw new DecisionUnreadable({ key: id, id: about.id });
  }
};

interface Agreement {
  readonly own: KeyObject;
  readonly other: KeyObject;
  /** The public key of the sender, and that of the owner. */
  readonly ephemeral: Buffer;
  readonly owner: Buffer;
}

const secretOf = ({ own, other, ephemeral, owner }: Agreement): Buffer => {
  const agreed = diffieHellman({ privateKey: own, publicKey: other });
  return deriveKey(agreed, "decision encryption", { salt: Buffer.concat([ephemeral, owner]) });
};

// The bytes in front of the 32 of a public key of X25519 in DER (RFC 8410).
const PREFIX = Buffer.from("302a300506032b656e032100", "hex");

const rawOf = (key: KeyObject): Buffer =>
  key.export({ format: "der", type: "spki" }).subarray(PREFIX.length);

const publicKeyOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([PREFIX, raw]), format: "der", type: "spki" });

// None of these contains a zero byte.
const contextOf = (model: string, { id, at, version, edition = "", person = "" }: About): Buffer =>
  Buffer.from([model, id, at, version, edition, person].join("\0"));
