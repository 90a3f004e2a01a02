import type { ManifestFeature } from "./feature.js";
import type { Serving } from "./serving.js";

/** The fields of a manifest that show which additions it uses. */
interface Using {
  readonly classes?: readonly string[] | undefined;
  readonly features: readonly Pick<ManifestFeature, "type" | "bounds" | "reason" | "from">[];
  readonly serving: Serving;
  readonly interval?: unknown;
  readonly calibration?: string | undefined;
  readonly approvals?: number | undefined;
  readonly decisions?: string | undefined;
  readonly estimator?: string | undefined;
}

/** Additions to format 2 that this version understands, each with whether a manifest uses it. */
const ADDITIONS: Readonly<Record<string, (manifest: Using) => boolean>> = {
  classes: ({ classes }) => classes !== undefined,
  values: ({ features }) =>
    features.some(
      ({ type, bounds }) => type === "boolean" || type === "category" || bounds !== undefined,
    ),
  "local-interval": ({ interval }) => interval !== undefined,
  reasons: ({ features }) => features.some(({ reason }) => reason !== undefined),
  freshness: ({ serving }) => serving.by === "key" && serving.freshness !== undefined,
  "request-features": ({ features }) => features.some(({ from }) => from === "request"),
  "unknown-entities": ({ serving }) => serving.by === "key" && serving.unknown === "new",
  calibration: ({ calibration }) => calibration !== undefined,
  approvals: ({ approvals }) => approvals !== undefined,
  decisions: ({ decisions }) => decisions !== undefined,
  details: ({ serving }) => serving.details !== undefined,
  onnx: ({ estimator }) => estimator === "onnx",
  // Any key but a single whole number in a url.
  "text-keys": ({ serving }) =>
    serving.by === "key" &&
    (serving.ask === "body" || serving.keys.length > 1 || serving.keys[0]?.type === "text"),
};

/** Whether this version understands an addition. */
export const isUnderstood = (addition: string): boolean => Object.hasOwn(ADDITIONS, addition);

/** The additions that a manifest uses; undefined where it uses none. */
export const needsOf = (manifest: Using): string[] | undefined => {
  const used = Object.keys(ADDITIONS).filter((addition) => ADDITIONS[addition]!(manifest));
  return used.length === 0 ? undefined : used;
};
