import { z } from "zod";

import { isModelName } from "../blob-names.js";
import { isVersion } from "../version.js";
import { sha256 } from "./fields.js";
import { ManifestFields } from "./manifest.js";

const { lineage, parts, newestEvent } = ManifestFields.shape;

/**
 * The description of an edition: the features of a release, made again of a later history. It is written after all parts.
 * Unknown fields are dropped: a later version may add fields.
 */
export const EditionManifest = z.object({
  format: z.literal("despliega-edition"),
  formatVersion: z.literal(1),
  model: z.string().refine(isModelName),
  version: z.string().refine(isVersion),
  /** The name of the edition, which has the form of a version. */
  edition: z.string().refine(isVersion),
  created: z.iso.datetime(),
  /** SHA-256 of the manifest of the release that the features belong to. */
  release: sha256,
  /** The cut-off, as YYYY-MM-DD; null where nothing has a time. */
  asOf: z.iso.date().nullable(),
  newestEvent,
  lineage: lineage.pick({ inputs: true, trainer: true }),
  parts,
});
export type EditionManifest = z.infer<typeof EditionManifest>;
