import type { Scorer } from "../formats/scorer.js";
import type { FeatureTable } from "../formats/table/feature-table.js";
import type { Golden } from "./golden.js";
import type { EditionManifest } from "./manifest/edition.js";
import type { Manifest } from "./manifest/manifest.js";

/** A complete release, checked and ready to answer. */
export interface Release {
  readonly manifest: Manifest;
  readonly scorer: Scorer;
  /** The text of `model.json`, from which other threads make the same scorer. */
  readonly modelJson: string;
  /** Online features, for models that are served by key. */
  readonly table: FeatureTable | undefined;
  /** The features of an entity without history, as `unknownRow` has them; undefined where unknown keys are refused. */
  readonly unknown: Float64Array | undefined;
  /** The golden rows, which it reproduced when it was opened. */
  readonly golden: Golden;
  /** The edition of the online features; undefined: those that the release was published with. */
  readonly edition: EditionManifest | undefined;
}
