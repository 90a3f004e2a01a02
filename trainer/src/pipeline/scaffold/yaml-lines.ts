import { stringify } from "yaml";

/** A value on one line of YAML. */
export const flow = (value: unknown): string =>
  stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();

/** Lines of a comment. */
export const commented = (text: string): readonly string[] =>
  text.split("\n").map((line) => `# ${line}`);
