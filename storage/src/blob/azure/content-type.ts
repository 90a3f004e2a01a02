const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json",
  jsonl: "application/x-ndjson",
  arrow: "application/vnd.apache.arrow.file",
  html: "text/html; charset=utf-8",
};

/** The media type of a blob by the extension of its name. Default: `application/octet-stream` */
export const contentType = (name: string): string =>
  TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
