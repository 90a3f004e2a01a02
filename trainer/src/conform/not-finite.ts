import type { Reply } from "./ask.js";

const NOT_FINITE = ["NaN", "Infinity", "1e999"];

const MARK = "number that is not finite";

/** Marks a value that {@link notFinite} replaces if it is a number. */
export const marked = (value: unknown): unknown => (typeof value === "number" ? MARK : value);

/** Sends a body once for each number that JSON or a double does not have, in place of every marked value. */
export const notFinite = async (
  body: object,
  send: (text: string) => Promise<Reply>,
): Promise<readonly (readonly [string, Reply])[]> => {
  const text = JSON.stringify(body);
  const replies: [string, Reply][] = [];
  for (const number of NOT_FINITE)
    replies.push([number, await send(text.replaceAll(`"${MARK}"`, number))]);
  return replies;
};
