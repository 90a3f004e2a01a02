import type { KeyObject } from "node:crypto";

/** Signs by ES256: ECDSA with P-256 and SHA-256 (RFC 7518, section 3.4). */
export interface Signer {
  /** The public part of its key. @throws `SIGNER_FAILED`, `SETTING_INVALID` */
  publicKey(): Promise<KeyObject>;
  /**
   * Signs bytes.
   *
   * @returns r and s, of 32 bytes each
   * @throws `SIGNER_FAILED`, `SETTING_INVALID`
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
