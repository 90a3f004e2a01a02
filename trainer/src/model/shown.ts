import { relative } from "node:path";

/** A path relative to the working directory, if the file is in it. */
export const shown = (file: string): string => {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
};
