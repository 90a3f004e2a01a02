import { randomBytes } from "node:crypto";

/** The form of {@link uuidV7}. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Makes a UUID of version 7: 48 bits of milliseconds since 1970, and 74 random bits beside version and variant. Source:
 * RFC 9562, section 5.7.
 */
export const uuidV7 = (at: Date): string => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** The moment at which a UUID of version 7 was made. */
export const momentOf = (uuid: string): Date =>
  new Date(parseInt(uuid.replaceAll("-", "").slice(0, 12), 16));
