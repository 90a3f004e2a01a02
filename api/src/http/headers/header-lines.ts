import type { FixedHeaders, FlatHeaders } from "./flat-headers.js";

/** Headers as they go over the wire, each with its line end. */
export const headerLines = (headers: FlatHeaders): string => {
  let lines = "";
  for (let i = 0; i < headers.length; i += 2) lines += `${headers[i]}: ${headers[i + 1]}\r\n`;
  return lines;
};

/** Writes headers once for many responses. */
export const fixedHeaders = (...headers: readonly string[]): FixedHeaders => ({
  lines: headerLines(headers),
});
