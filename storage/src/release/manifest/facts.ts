import type { z } from "zod";

import { ManifestFields } from "./manifest.js";

/** What a manifest says of a release before it is compared with a champion and published. */
export const ReleaseFacts = ManifestFields.omit({
  format: true,
  formatVersion: true,
  needs: true,
  version: true,
  created: true,
  gates: true,
  champion: true,
  comparison: true,
  signatureChange: true,
  parts: true,
});

export type ReleaseFacts = z.infer<typeof ReleaseFacts>;
