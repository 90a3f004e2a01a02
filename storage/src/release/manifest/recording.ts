import { z } from "zod";

/** How recorded answers hold the keys that they are about: as hashes, as they are, or not at all. */
export const KEY_FORMS = ["hashed", "clear", "none"] as const;
export type KeyForm = (typeof KEY_FORMS)[number];

/** How answers of a model are recorded, where they are. */
export const Recording = z.object({
  /** Default: hashed. */
  key: z.enum(KEY_FORMS).optional(),
});
