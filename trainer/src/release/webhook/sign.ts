import { createHmac, type KeyObject } from "node:crypto";

/** A message, in the words of Standard Webhooks. */
export interface Message {
  /** The same at each try, so that a receiver can tell a repetition. */
  readonly id: string;
  /** The bytes that are sent, as text. */
  readonly body: string;
}

/**
 * The headers of a try: the message's id, the time of the try in seconds since 1970, and a signature for each secret, which
 * is HMAC-SHA256 of id, time and body, joined by dots. Source: Standard Webhooks, "Signature scheme", version v1.
 */
export const signedHeaders = (
  { id, body }: Message,
  secrets: readonly KeyObject[],
  at: Date,
): Readonly<Record<string, string>> => {
  const timestamp = `${Math.floor(at.getTime() / 1_000)}`;
  const signatures = secrets.map((secret) => {
    const mac = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`);
    return `v1,${mac.digest("base64")}`;
  });
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
};
