import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv, type ValidateFunction } from "ajv-8";

import { needing } from "./needing.js";

/** The directory of the published schemas. */
const { SCHEMAS } = process.env;

/** For tests that need {@link schemaOf}. */
export const withSchemas = needing("SCHEMAS", SCHEMAS !== undefined);

const compiled = new Map<string, ValidateFunction>();

/**
 * Compiles one of the published schemas, of JSON Schema's draft 7, once.
 *
 * @param coerceTypes takes words for scalars of whatever type and the other way round, in the value itself
 */
export const schemaOf = (file: string, { coerceTypes = false } = {}): ValidateFunction => {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const schema = JSON.parse(readFileSync(join(SCHEMAS!, file), "utf8")) as { $schema?: string };
  // Draft 7 is the default, and one of them names it by an address that is not its own.
  delete schema.$schema;
  // Their patterns are not all valid with the flag for Unicode, and formats are for editors.
  const ajv = new Ajv({
    strict: false,
    unicodeRegExp: false,
    validateFormats: false,
    coerceTypes,
  });
  const validate = ajv.compile(schema);
  compiled.set(file, validate);
  return validate;
};
