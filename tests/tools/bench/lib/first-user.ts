import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** The user of the first loan in a history; loan and user are its first two columns. */
export const firstUser = async (input: string): Promise<string> => {
  let line = 0;
  for await (const row of createInterface(createReadStream(input)))
    if ((line += 1) === 2) return row.split(",")[1] ?? "";
  throw new Error(`${input} has no loan`);
};
