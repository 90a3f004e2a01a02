import { hash } from "node:crypto";

import { z } from "zod";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What a writer saw of a blob of the audit. */
export const SeenBlob = z.object({
  blob: z.string(),
  /** Its length then. */
  bytes: z.number().int().min(0),
  /** The SHA-256 of its last line then, where the writer read it. */
  head: Digest.optional(),
});
export type SeenBlob = z.infer<typeof SeenBlob>;

/** What makes a line of the audit a link of a chain. */
export const Linked = z.object({
  /** Counted from 1 by each writer, over all its blobs. */
  seq: z.number().int().min(1),
  /** The SHA-256 of the line before it; null for the first one. */
  previous: Digest.nullable(),
});
export type Linked = z.infer<typeof Linked>;

/** The line that a blob begins with. */
export const Opening = Linked.extend({
  decision: z.literal("blob begun"),
  /** The name of the blob. */
  blob: z.string(),
  /** Most lines between `previous` and this one whose writer never learned whether they were kept. */
  unsure: z.number().int().min(0).default(0),
  /** Other blobs that the writer saw. */
  seen: z.array(SeenBlob).default([]),
});
export type Opening = z.infer<typeof Opening>;

/** The last line of a writer that ended in good order. */
export const ENDED = "log ended";

/** The SHA-256 of a line without its line feed, in hexadecimal. */
export const lineHash = (line: Uint8Array): string => hash("sha256", line, "hex");

/** The object in a line. @returns undefined when there is none */
export const objectIn = (line: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(line).toString());
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
