import { z } from "zod";

import { UUID_V7 } from "./uuid-v7.js";

/** What to do with the record of runs. `required`: a run that cannot be recorded does not begin. */
export const RECORDING = ["required", "best-effort", "off"] as const;
export type Recording = (typeof RECORDING)[number];

/** The settings of records. */
export const RecordSettings = z.object({
  DESPLIEGA_RECORDS: z
    .enum(RECORDING, { error: `must be one of ${RECORDING.join(", ")}` })
    .optional()
    .meta({
      description:
        "whether runs are put on record: `required` (a run that cannot be does not begin), `best-effort` (it says so and goes on) or `off`",
      default: "`required` for models about people, `best-effort` for others",
    }),
  DESPLIEGA_TABLE_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) url" })
    .optional()
    .meta({
      description: "the url of the account's table service, for the record of runs",
      default: "found from that of its blob service",
    }),
  DESPLIEGA_CAUSED_BY: z
    .string()
    .regex(UUID_V7, { error: "must be the id of a run, as `despliega runs` shows it" })
    .optional()
    .meta({ description: "the run that causes this one, for its record" }),
});
