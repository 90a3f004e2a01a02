import { verify } from "node:crypto";

import { z } from "zod";

import { keyIdOf, type PublicKeys } from "./public-keys.js";
import type { Signer } from "./signer.js";

/** What is signed: a signature of one kind is none of another. */
export type SignedKind = "despliega-manifest" | "despliega-move" | "despliega-challenge";

/** The protected header of a JWS (RFC 7515). No other algorithm is known, so that none can be talked into. */
const Header = z.strictObject({ alg: z.literal("ES256"), kid: z.string(), typ: z.string() });

const encoded = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64url");

/**
 * Signs bytes.
 *
 * @returns a compact JWS whose payload is left out, since readers have it already (RFC 7515, appendix F)
 * @throws `SIGNER_FAILED`, `SETTING_INVALID`
 */
export const signatureOf = async (
  signer: Signer,
  kind: SignedKind,
  payload: Uint8Array,
): Promise<string> => {
  const kid = keyIdOf(await signer.publicKey());
  const header = encoded(JSON.stringify({ alg: "ES256", kid, typ: kind }));
  const signed = await signer.sign(Buffer.from(`${header}.${encoded(payload)}`));
  return `${header}..${encoded(signed)}`;
};

/** Says why a signature does not count. @returns undefined for one that does */
export const signatureProblem = (
  trusted: PublicKeys,
  kind: SignedKind,
  payload: Uint8Array,
  signature: string | undefined,
): string | undefined => {
  if (signature === undefined) return "it is not signed";
  const [head = "", hidden, signed = "", ...rest] = signature.trim().split(".");
  const header = headerOf(head);
  if (header === undefined || hidden !== "" || rest.length > 0) return "its signature is no JWS";
  const key = trusted.get(header.kid);
  if (key === undefined) return `it is signed by another key, ${shownId(header.kid)}`;
  const bytes = Buffer.from(`${head}.${encoded(payload)}`);
  const wanted = { key, dsaEncoding: "ieee-p1363" } as const;
  const isRight =
    header.typ === kind && verify("sha256", bytes, wanted, Buffer.from(signed, "base64url"));
  return isRight ? undefined : `its signature by key ${shownId(header.kid)} is of something else`;
};

const headerOf = (head: string): z.infer<typeof Header> | undefined => {
  try {
    return Header.parse(JSON.parse(Buffer.from(head, "base64url").toString()));
  } catch {
    return undefined;
  }
};

/** An id as a line of a log may hold it. */
const shownId = (id: string): string => (/^[\w-]{1,64}$/.test(id) ? id : "with no usable id");
