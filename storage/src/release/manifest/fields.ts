import { z } from "zod";

import { isName, NAME_RULE } from "../feature-names.js";

/** A SHA-256 as 64 hexadecimal digits. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A finite number. */
export const finite = z.number();

/** A number of things. */
export const count = z.int().nonnegative();

/** A name by the rule of `isName`. */
export const name = z.string().refine(isName, { error: `is not ${NAME_RULE}` });
