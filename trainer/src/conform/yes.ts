import type { Reply } from "./ask.js";
import { record } from "./record.js";

/**
 * Whether a reply to a health request is positive. The status decides. A body is optional, and must not contradict it.
 */
export const isYes = (
  { status, json }: Reply,
  facts: Readonly<Record<string, unknown>>,
): boolean => {
  const told = record(json);
  return (
    status === 200 &&
    Object.entries(facts).every(([name, value]) => (told[name] ?? value) === value)
  );
};
