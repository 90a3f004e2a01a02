import { z } from "zod";

import { fields, list, text } from "../estimators/fields.js";
import { DATE_FORMATS, DELIMITERS, ENCODINGS, QUOTES, THOUSANDS } from "./input-format.js";

/** How an input's file is written, as a model's definition says it; {@link InputFormat} says what each field means. */
export const InputFormatSchema = fields({
  format: z
    .enum(["csv", "parquet"])
    .optional()
    .describe("Default: what the first bytes of the file say."),
  delimiter: z.enum(DELIMITERS).optional().describe("Between two fields. Default: a comma."),
  quote: z.enum(QUOTES).optional().describe('Around a field, or none. Default: "'),
  decimal: z.enum([".", ","]).optional().describe("The decimal mark. Default: a point."),
  thousands: z
    .enum(THOUSANDS)
    .optional()
    .describe("Groups the digits of a number by threes. Default: nothing does."),
  encoding: z.enum(ENCODINGS).optional().describe("Default: UTF-8; a byte order mark is heeded."),
  dateFormat: z.enum(DATE_FORMATS).optional().describe("How days are written. Default: YYYY-MM-DD"),
  missing: list(text())
    .optional()
    .describe("Words that mean that there is no value, beside an empty field."),
  true: list(text()).optional().describe("Words for true, in any case. Default: true, 1"),
  false: list(text()).optional().describe("Words for false, in any case. Default: false, 0"),
});
