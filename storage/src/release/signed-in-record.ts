import { z } from "zod";

import type { BlobStore } from "../blob/blob-store.js";

/** Who was signed in, as pointers, ledgers and approvals keep it. */
export const SignedInRecord = z.looseObject({
  user: z.string(),
  host: z.string(),
  entra: z
    .looseObject({ oid: z.string(), tid: z.string().optional(), name: z.string().optional() })
    .optional(),
});
export type SignedInRecord = z.infer<typeof SignedInRecord>;

/** The field `signedIn` of a record about what is done in a store; none where the store does not know. */
export const signedInRecord = async ({
  signedIn,
}: BlobStore): Promise<{ readonly signedIn?: SignedInRecord }> =>
  // As JSON has it, so that it equals what is read again.
  signedIn === undefined
    ? {}
    : { signedIn: SignedInRecord.parse(JSON.parse(JSON.stringify(await signedIn()))) };
