import type { Reply } from "./ask.js";
import { record } from "./record.js";

/**
 * Whether a reply to a question of health says yes. The protocol's answer is the status; a server need send no body, and
 * one that it sends must not say otherwise.
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
