import type { IncomingHttpHeaders } from "node:http";

import type { BodyType } from "../doors/door.js";
import { Refusal } from "../refusal.js";

const TYPES: Readonly<Record<string, BodyType>> = { "application/json": "json", "text/csv": "csv" };

/**
 * What a body is written in, by the head of its request.
 *
 * @throws Refusal when that is none of those accepted, is not in UTF-8, or is compressed: a small body could then
 * unfold to any size
 */
export const bodyType = (
  { "content-type": type = "", "content-encoding": encoding = "identity" }: IncomingHttpHeaders,
  accepted: readonly BodyType[],
): BodyType => {
  const [mime = "", ...parameters] = type.toLowerCase().split(";");
  const found = TYPES[mime.trim()];
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  if (found === undefined || !accepted.includes(found) || !isUtf8(charset))
    throw new Refusal("BODY_TYPE_UNSUPPORTED");
  if (encoding.toLowerCase() !== "identity") throw new Refusal("BODY_ENCODING_UNSUPPORTED");
  return found;
};

const isUtf8 = (charset = "charset=utf-8"): boolean => /^charset="?utf-?8"?$/.test(charset);
