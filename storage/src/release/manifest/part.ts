import { z } from "zod";

import { folderOf, isPartName, PART_FOLDERS } from "../part-names.js";
import { count, sha256 } from "./fields.js";

/** A part, known to this version or not: a plain file name in one of the folders of its own release. */
export const Part = z
  .object({
    folder: z.enum(PART_FOLDERS),
    name: z.string().refine(isPartName, { error: "is not a plain file name" }),
    bytes: count,
    sha256,
    /** Data rows; for tables only. */
    rows: count.optional(),
  })
  .refine(({ folder, name }) => (folderOf(name) ?? folder) === folder, {
    error: "is not in its folder",
    path: ["folder"],
  });
export type ManifestPart = z.infer<typeof Part>;
