import { statSync } from "node:fs";

/** What the compiler writes last. */
const COMPILED = "tsconfig.tsbuildinfo";

/** When a file was written; 0 where there is none. */
const timeOf = (file: URL): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * The program of a workspace, for its `main.js` to import: its bundle, which Node.js loads in a third of the time, or else the
 * program as it was compiled, where there is no bundle or a part of it was compiled later.
 *
 * @param main the url of `dist/main.js`
 * @param others urls of modules in `dist` of the workspaces that take part, other than this one
 * @returns a url
 */
export const programOf = (main: string, ...others: readonly string[]): string => {
  const bundle = new URL("bundle/program.js", main);
  const parts = [main, ...others, new URL("../index.js", import.meta.url)];
  const compiled = parts.map((part) => timeOf(new URL(COMPILED, part)));
  const isNew = timeOf(bundle) > Math.max(...compiled);
  return isNew ? bundle.href : new URL("program.js", main).href;
};
