import { InvalidArgumentError } from "commander";

/** Reads an argument that is one of some words; `\t` stands for a tab. */
export const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (text: string): Value => {
    const value = values.find((known) => known === (text === "\\t" ? "\t" : text));
    if (value === undefined)
      throw new InvalidArgumentError(
        `It must be one of ${values.join(" ").replace("\t", String.raw`\t`)}.`,
      );
    return value;
  };
