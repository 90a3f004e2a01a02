import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** Public keys by their id, which is {@link keyIdOf}. */
export type PublicKeys = ReadonlyMap<string, KeyObject>;

/** The id of a key: its JWK thumbprint by SHA-256 in base64url (RFC 7638). */
export const keyIdOf = (key: KeyObject): string => {
  const { x, y } = key.export({ format: "jwk" });
  const members = JSON.stringify({ crv: "P-256", kty: "EC", x, y });
  return createHash("sha256").update(members).digest("base64url");
};

/** Whether a key is one of ES256. */
export const isP256 = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean =>
  asymmetricKeyType === "ec" && asymmetricKeyDetails?.namedCurve === "prime256v1";

const BLOCK = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/g;

/**
 * Reads public keys of P-256 in PEM, one after the other; a line break may be a blank, as where a setting has one line.
 *
 * @returns undefined where there is none, or anything else
 */
export const parsePublicKeys = (text: string): PublicKeys | undefined => {
  if (text.replaceAll(BLOCK, "").trim() !== "") return undefined;
  const keys = new Map<string, KeyObject>();
  for (const [, base64 = ""] of text.matchAll(BLOCK)) {
    const key = publicKeyOf(base64);
    if (key === undefined) return undefined;
    keys.set(keyIdOf(key), key);
  }
  return keys.size === 0 ? undefined : keys;
};

const publicKeyOf = (base64: string): KeyObject | undefined => {
  try {
    const der = Buffer.from(base64, "base64");
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return isP256(key) ? key : undefined;
  } catch {
    return undefined;
  }
};

/** A public key in PEM. */
export const publicKeyPem = (key: KeyObject): string =>
  key.export({ format: "pem", type: "spki" }).toString();
