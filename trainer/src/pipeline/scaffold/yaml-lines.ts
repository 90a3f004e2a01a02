import { stringify } from "yaml";

/** A value on one line of YAML. Texts with line breaks make it JSON, which YAML includes. */
export const flow = (value: unknown): string => {
  const text = stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();
  return text.includes("\n") ? JSON.stringify(value) : text;
};

/** Lines of a comment. */
export const commented = (text: string): readonly string[] =>
  text.split("\n").map((line) => `# ${line}`);
