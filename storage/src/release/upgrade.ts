import { folderOf } from "./part-names.js";

/**
 * Converts a manifest of format 1 to format 2, which has the folder of each part. Any other JSON is returned unchanged, and
 * the schema then checks it.
 */
export const upgradeManifest = (json: unknown): unknown => {
  if (!isRecord(json) || json["formatVersion"] !== 1) return json;
  const { parts } = json;
  const placed = Array.isArray(parts) ? parts.map(withFolder) : parts;
  return { ...json, formatVersion: 2, parts: placed };
};

const withFolder = (part: unknown): unknown =>
  isRecord(part) && typeof part["name"] === "string"
    ? { ...part, folder: folderOf(part["name"]) }
    : part;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
