import { fillPath } from "./key-path.js";
import { folderOf } from "./part-names.js";

/**
 * Converts a manifest of an earlier version to the present form of format 2. Format 1 has no folders of parts. Before the
 * list of keys there was one `entity`, which paths called `:id`. Before ends that depend on the answer an interval had one
 * pair. Any other JSON is returned unchanged, and the schema then checks it.
 */
export const upgradeManifest = (json: unknown): unknown =>
  isRecord(json) ? withEnds(withKeys(withFolders(json))) : json;

type Json = Readonly<Record<string, unknown>>;

const withFolders = (manifest: Json): Json => {
  const { formatVersion, parts } = manifest;
  if (formatVersion !== 1) return manifest;
  const placed = Array.isArray(parts) ? parts.map(withFolder) : parts;
  return { ...manifest, formatVersion: 2, parts: placed };
};

const withFolder = (part: unknown): unknown =>
  isRecord(part) && typeof part["name"] === "string"
    ? { ...part, folder: folderOf(part["name"]) }
    : part;

const withKeys = (manifest: Json): Json => {
  const { serving } = manifest;
  if (!isRecord(serving) || !isRecord(serving["entity"])) return manifest;
  const { entity, paths, ...rest } = serving;
  const called = (path: unknown): unknown =>
    typeof path === "string" ? fillPath(path, () => `:${String(entity["name"])}`) : path;
  const named = isRecord(paths)
    ? Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, called(path)]))
    : paths;
  return { ...manifest, serving: { ...rest, keys: [entity], paths: named } };
};

const withEnds = (manifest: Json): Json => {
  const { interval } = manifest;
  if (!isRecord(interval) || typeof interval["lower"] !== "number") return manifest;
  const { lower, upper, ...rest } = interval;
  return { ...manifest, interval: { ...rest, at: [0], lower: [lower], upper: [upper] } };
};

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
