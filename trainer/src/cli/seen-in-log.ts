import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { SeenBlob } from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";

/** How far audit logs were kept, by the lines of a log of the api. Other lines are passed over. @throws `OPTION_INVALID` */
export const seenInLog = async (file: string): Promise<readonly SeenBlob[]> => {
  const seen: SeenBlob[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const found = line.includes('"audit":') ? SeenBlob.safeParse(auditIn(line)).data : undefined;
      if (found !== undefined) seen.push(found);
    }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new OptionInvalid({ option: "--log", problem: `cannot be read (${code})` }, { cause });
  }
  return seen;
};

const auditIn = (line: string): unknown => {
  try {
    return (JSON.parse(line) as { readonly audit?: unknown }).audit;
  } catch {
    return undefined;
  }
};
