import type { z } from "zod";

/**
 * Schemas of settings by name. The metadata of each holds its `description` and, where the schema has no default or
 * cannot show it, the `default` in words.
 */
export type SettingSchemas = Readonly<z.ZodRawShape>;
