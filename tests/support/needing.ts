import { describe, test } from "@jest/globals";

/**
 * `test` and `describe` of what needs a thing that not every machine has: without it they are skipped, and their names
 * say what they need.
 */
export const needing = (thing: string, there: boolean) => {
  const named = (name: string): string => `${name} (needs ${thing})`;
  return {
    test: (name: string, check: () => void | Promise<void>): void =>
      (there ? test : test.skip)(named(name), check),
    describe: (name: string, tests: () => void): void =>
      (there ? describe : describe.skip)(named(name), tests),
  };
};
