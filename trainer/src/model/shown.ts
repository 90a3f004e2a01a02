import { relative } from "node:path";

/** A path as somebody in the working directory would type it. */
export const shown = (file: string): string => {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
};
