import { stat } from "node:fs/promises";

import { OptionInvalid } from "../../errors/errors.js";
import { rejectsPlace, shownOutput, type OutputPlace } from "./output-place.js";
import type { BatchInput } from "./score.js";

/**
 * Refuses an output that replaces the input of its batch, by the answers or by the rejected rows.
 *
 * @throws `OPTION_INVALID`
 */
export const requireApart = async (input: BatchInput, out: OutputPlace): Promise<void> => {
  for (const place of [out, rejectsPlace(out)])
    if (await isSame(input, place))
      throw new OptionInvalid({
        option: "--out",
        problem: `would replace the input: ${shownOutput(place)}`,
      });
};

const isSame = async (input: BatchInput, place: OutputPlace): Promise<boolean> => {
  if (typeof input === "string") return place.kind === "file" && isSameFile(input, place.file);
  if ("blob" in input) return place.kind === "blob" && input.blob === place.name;
  const { connection, rows } = input;
  return (
    place.kind === "postgres" &&
    "table" in rows &&
    rows.table === place.table &&
    SERVED.every((field) => connection[field] === place.connection[field])
  );
};

/** What says which database a connection is to. */
const SERVED = ["host", "port", "database"] as const;

/** Two paths may name one file, by links or by the case of letters. */
const isSameFile = async (one: string, other: string): Promise<boolean> => {
  const a = await statOf(one);
  const b = await statOf(other);
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
};

const statOf = (file: string) => stat(file).catch(() => undefined);
