export { DespliegaError, defineError, type ErrorKind } from "./error.js";
export * from "./errors.js";
export {
  AuditContainerName,
  parseSettings,
  readStorageSettings,
  STORAGE_SETTINGS,
  type Account,
  type StorageSettings,
} from "./settings.js";
export type { SettingSchemas } from "./setting-schemas.js";
export { describeUnreadNames, findUnreadNames } from "./old-settings.js";
export { Keys, type Key } from "./keys.js";
export { surviveOutput } from "./output.js";
export {
  maskPseudonym,
  PSEUDONYM_SETTINGS,
  pseudonymOf,
  readPseudonymKeys,
  type PseudonymKey,
} from "./pseudonym.js";
export type { BlobSource, BlobStore, ListedBlob, StoredBlob } from "./blob-store.js";
export {
  ACCOUNT_CODES,
  AUTHENTICATION_DETAILS,
  type AccountCode,
  type Meaning,
} from "./stores/account-codes.js";
export { azureBlobStore, type AzureSettings } from "./stores/azure.js";
export { memoryBlobStore } from "./stores/memory.js";
export { eachTogether, together, type Work } from "./together.js";
export { MOST_TRIES, untilUnchanged } from "./until-unchanged.js";
export {
  ANSWER_FIELDS,
  isOwnPath,
  blobNames,
  DATASET_RULE,
  folderOf,
  isDatasetName,
  isModelName,
  isName,
  isPartName,
  isVersion,
  makeVersion,
  NAME_RULE,
  PART_FOLDERS,
  type PartFolder,
  type PartName,
} from "./names.js";
export {
  Manifest,
  ManifestFields,
  subjectOf,
  type ManifestFeature,
  type ManifestGate,
  type ManifestPart,
  type Serving,
  type Subject,
} from "./release/manifest.js";
export {
  listModels,
  readChampion,
  requireChampion,
  type Champion,
  type ReadChampion,
} from "./release/champion.js";
export { promote, rollback, type Move } from "./release/promote.js";
export { planPrune, prune } from "./release/prune.js";
export type { PruneReason, PruneRules, SurveyedVersion } from "./release/survey.js";
export { readLedger } from "./release/ledger.js";
export { publishRelease, type NewPart } from "./release/publish.js";
export {
  listVersions,
  readManifest,
  readManifestBytes,
  readPart,
  streamPart,
} from "./release/read.js";
export { openRelease, type Release } from "./release/open.js";
export { toRow, type Golden } from "./release/golden.js";
export type { FeatureTable, TableFeature, TableShape } from "./formats/feature-table.js";
export { readFeatureTableArrow } from "./formats/feature-table-arrow.js";
export { readFeatureTableCsv } from "./formats/feature-table-csv.js";
export { forestScorer, loadForest } from "./formats/forest.js";
export type { Forest } from "./formats/forest/forest.js";
export { forestJson, parseForest } from "./formats/forest/json.js";
export { linkNodes, type Nodes } from "./formats/trees/nodes.js";
export { MAX_FEATURES, type Trees } from "./formats/trees/trees.js";
export { indexIds, type IdIndex } from "./formats/id-index.js";
export { linearJson } from "./formats/linear.js";
export { logisticJson } from "./formats/logistic.js";
export { loadScorer } from "./formats/load-scorer.js";
export type { Scorer, ScorerDescription } from "./formats/scorer.js";
export {
  fieldsOf,
  fieldText,
  MAX_RECORD,
  recordShape,
  wrongCount,
  type RecordShape,
} from "./values/csv-record.js";
export { columnsIn, headerRecord, type HeaderRecord } from "./values/csv-header.js";
export { csvOf, type Csv, type CsvFault } from "./values/csv.js";
export {
  BLANKS,
  integerOf,
  MISSING_FIELD,
  NUMBER_FIELD,
  numberOf,
  withoutBlanks,
} from "./values/number.js";
export { VALUE_EXAMPLES, type ValueExample } from "./values/examples.js";
