import type { IncomingHttpHeaders } from "node:http";

import { ProblemError } from "../problem/problem-error.js";

/** The format of a body. */
export type BodyType = "json" | "csv";

/** The formats of the bodies of a url, by media type; the empty one is for a body that names none. */
export type BodyTypes = Readonly<Record<string, BodyType>>;

/**
 * The format of a body, by the head of its request.
 *
 * @throws ProblemError when the media type is not accepted, the body is not in UTF-8, or it is compressed: a small body
 * could then unfold to any size
 */
export const bodyType = (
  { "content-type": type = "", "content-encoding": encoding = "identity" }: IncomingHttpHeaders,
  accepted: BodyTypes,
): BodyType => {
  // Nearly all requests name the type alone.
  if (encoding === "identity" && Object.hasOwn(accepted, type)) return accepted[type]!;
  const [mime = "", ...parameters] = type.toLowerCase().split(";");
  const name = mime.trim();
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  if (!Object.hasOwn(accepted, name) || !isUtf8(charset))
    throw new ProblemError("BODY_TYPE_UNSUPPORTED");
  if (encoding.toLowerCase() !== "identity") throw new ProblemError("BODY_ENCODING_UNSUPPORTED");
  return accepted[name]!;
};

const isUtf8 = (charset = "charset=utf-8"): boolean => /^charset="?utf-?8"?$/.test(charset);
