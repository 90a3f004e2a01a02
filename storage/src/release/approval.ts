import { z } from "zod";

import { count, sha256 } from "./manifest/fields.js";
import { SignedInRecord } from "./signed-in-record.js";

/** The approval of one release by one identity. */
export const Approval = z.looseObject({
  by: z.string(),
  at: z.iso.datetime(),
  why: z.string(),
  /** Who was signed in, whatever `by` says; absent in what older trainers wrote. */
  signedIn: SignedInRecord.optional(),
  /** SHA-256 of the manifest that was approved. */
  manifest: sha256,
  /** The sequence of the last promotion or rollback when it was given; 0 without one. The next one ends its validity. */
  after: count,
});
export type Approval = z.infer<typeof Approval>;

/** The approvals of a promotion, as pointer and ledger keep them. */
export const PromotionApprovals = z.looseObject({
  /** The identities that the release asks for, that of the promotion among them. */
  needed: count,
  given: z.array(Approval),
  /** True where the environment asks for no approvals. */
  waived: z.boolean().optional(),
});
