// Errors
export { DespliegaError, defineError, type ErrorKind } from "./errors/error.js";
export * from "./errors/errors.js";

// Settings
export { parseSettings } from "./settings/parse-settings.js";
export type { SettingSchemas } from "./settings/setting-schemas.js";
export { describeUnreadNames, findUnreadNames } from "./settings/old-settings.js";

// The store
export {
  AuditContainerName,
  inContainer,
  PrivateContainerName,
  PredictionContainerName,
  readStorageSettings,
  STORAGE_SETTINGS,
  type Account,
  type StorageSettings,
  type StoreSettings,
} from "./blob/settings.js";
export type {
  BlobSource,
  BlobStore,
  ListedBlob,
  StoredBlob,
  StoreLimits,
} from "./blob/blob-store.js";
export {
  ACCOUNT_CODES,
  AUTHENTICATION_DETAILS,
  type AccountCode,
  type Meaning,
} from "./azure/account-codes.js";
export { CONTAINER_RULE, isContainerName } from "./blob/container-name.js";
export { parseContainerUrl } from "./blob/container-url.js";
export { openStore } from "./blob/open-store.js";
export { PRIVATE_BLOBS } from "./blob/private-blobs.js";
export { routedStore } from "./blob/routed-store.js";
export { createDailyLog, type DailyLog } from "./blob/daily-log.js";
export { createAppendQueue, type KeepLine } from "./blob/append-queue.js";
export { machineToken } from "./azure/machine-token.js";
export {
  identityIn,
  signedInTo,
  userName,
  type EntraIdentity,
  type SignedIn,
} from "./azure/signed-in.js";
export { memoryBlobStore } from "./blob/memory-blob-store.js";
export { MOST_TRIES, untilUnchanged } from "./blob/until-unchanged.js";

// The audit
export { createAuditLog, NO_MODEL, type AuditLog } from "./audit/audit-log.js";
export type { ChainHead } from "./audit/chain.js";
export { ENDED, SeenBlob } from "./audit/line.js";
export type { Finding, FindingKind } from "./audit/verify/finding.js";
export { verifyAudit, type Verification } from "./audit/verify/verify.js";

// Signatures
export { keyFileSigner } from "./signing/key-file.js";
export { keyVaultSigner } from "./signing/key-vault.js";
export { keyIdOf, parsePublicKeys, publicKeyPem, type PublicKeys } from "./signing/public-keys.js";
export { readSigner, SIGNING_SETTINGS } from "./signing/settings.js";
export type { Signatures } from "./signing/signatures.js";
export { storeNameOf } from "./signing/store-name.js";
export type { Signer } from "./signing/signer.js";

// Tables
export type {
  Cell,
  Double,
  Entity,
  PartitionRange,
  StoredCell,
  StoredEntity,
  TableStore,
} from "./tables/table-store.js";
export { MOST_CELLS, MOST_CHARACTERS } from "./tables/table-store.js";
export { propertyName } from "./tables/property-name.js";
export { batchesOf, type BatchLimits } from "./tables/batches.js";
export { memoryTableStore } from "./tables/memory-table-store.js";
export { openTable } from "./tables/open-table.js";
export type { TableSettings } from "./tables/azure/table-settings.js";

// Releases
export { blobNames, DATASET_RULE, isDatasetName, isModelName } from "./release/blob-names.js";
export { ModelNames } from "./release/model-names.js";
export { ANSWER_FIELDS, FEATURES_FIELDS, isName, NAME_RULE } from "./release/feature-names.js";
export { fillPath, KEY_PATH, KEY_PATH_RULE, keysIn } from "./release/key-path.js";
export { isOwnPath } from "./release/own-path.js";
export {
  folderOf,
  isPartName,
  isTrainPart,
  trainPartName,
  type PartName,
} from "./release/part-names.js";
export { isVersion, makeVersion } from "./release/version.js";
export { ReleaseFacts } from "./release/manifest/facts.js";
export { Manifest, ManifestFields, type ManifestGate } from "./release/manifest/manifest.js";
export { KEY_FORMS, type KeyForm } from "./release/manifest/recording.js";
export { MAX_CLASSES } from "./release/manifest/classes.js";
export { MAX_CATEGORIES, type ManifestFeature } from "./release/manifest/feature.js";
export { KEY_FIELD, keysOfRows } from "./release/manifest/requestable.js";
export { endsOf } from "./release/manifest/interval.js";
export type { ManifestPart } from "./release/manifest/part.js";
export {
  namesInPaths,
  subjectOf,
  type ByKey,
  type Serving,
  type Subject,
} from "./release/manifest/serving.js";
export {
  isSamePosition,
  listModels,
  readChampion,
  requireChampion,
  Champion,
  type EditionPointer,
  type ReadChampion,
} from "./release/champion.js";
export {
  challenge,
  endChallenge,
  readChallenger,
  type Challenge,
  type Challenger,
} from "./release/challenger.js";
export type { Move } from "./release/move-pointer.js";
export { promote, refresh, rollback, type RollbackPast } from "./release/promote.js";
export { planPrune, prune } from "./release/prune.js";
export type { PruneReason, PruneRules, SurveyedVersion } from "./release/survey.js";
export {
  copyRelease,
  planCopy,
  type CopiedPart,
  type CopyPlan,
  type CopyRequest,
  type PartFate,
} from "./release/copy.js";
export { readOrigin } from "./release/origin.js";
export { approve, readApprovals, type Approvable } from "./release/approvals.js";
export type { Approval } from "./release/approval.js";
export { publishEdition } from "./release/edition/publish.js";
export { readEdition } from "./release/edition/read.js";
export { openFeatures } from "./release/edition/open.js";
export type { EditionManifest } from "./release/manifest/edition.js";
export type { KeptInput } from "./release/kept/kept-input.js";
export { keepInput, type NewKeptInput } from "./release/kept/keep-input.js";
export { streamKept } from "./release/kept/stream-kept.js";
export { listKeptInputs, type KeptInputs, type ListedKeptInput } from "./release/kept/list-kept.js";
export { neededInputs, type NeededInputs } from "./release/kept/needed-inputs.js";
export {
  planPruneInputs,
  pruneInputs,
  type InputReason,
  type SurveyedInput,
} from "./release/kept/prune-inputs.js";
export { signChampion, signRelease } from "./release/signing/sign.js";
export { verifiableModels, verifyModel, type Verified } from "./release/signing/verify.js";
export type { ManifestOf } from "./release/signing/manifest-signature.js";
export { trustedMoves } from "./release/signing/trusted-moves.js";
export { newestSignedMove, type SeenMove } from "./release/signing/newest-signed-move.js";
export { readLedger } from "./release/ledger.js";
export { releaseBefore } from "./release/release-before.js";
export { describeParts, publishRelease, type NewPart } from "./release/publish.js";
export {
  listVersions,
  parseManifest,
  readManifest,
  readManifestBytes,
  readPart,
  streamPart,
} from "./release/read.js";
export { parseJson } from "./release/parse-json.js";
export { openRelease } from "./release/open.js";
export type { Release } from "./release/release.js";
export { entityReader, type ReadEntity } from "./release/entity-features.js";
export { answersOf, scoresOf, type Golden } from "./release/golden.js";

// Formats and their scoring
export type { FeatureTable, TableFeature, TableShape } from "./formats/table/feature-table.js";
export { readFeatureTableArrow } from "./formats/table/read-arrow.js";
export { readFeatureTableCsv } from "./formats/table/read-csv.js";
export type { Boosting } from "./formats/boosting/boosting.js";
export { boostingJson, parseBoosting } from "./formats/boosting/json.js";
export { boostingScorer } from "./formats/boosting/scorer.js";
export { forestScorer } from "./formats/forest/scorer.js";
export type { Forest } from "./formats/forest/forest.js";
export { forestJson, parseForest } from "./formats/forest/json.js";
export { pointsLine, pointsOf, type Points, type PointsLine } from "./formats/points.js";
export { linkNodes, type Nodes } from "./formats/trees/nodes.js";
export { MAX_FEATURES, type Trees } from "./formats/trees/trees.js";
export { indexIds, type IdIndex } from "./formats/table/keys/id-index.js";
export {
  isTextKey,
  KEY_SEPARATOR,
  MAX_KEY_BYTES,
  MAX_KEYS,
  TEXT_KEY_RULE,
  type EntityKey,
  type KeyColumn,
  type KeyValue,
} from "./formats/table/keys/key.js";
export { linearJson, parseLinear } from "./formats/linear/linear.js";
export { logisticJson, parseLogistic } from "./formats/logistic/logistic.js";
export { softmaxRegressionJson } from "./formats/logistic/softmax-regression.js";
export {
  loadScorer,
  loadSums,
  takeCalibration,
  type ModelFormat,
  type ScorerDescription,
} from "./formats/load-scorer.js";
export * as protobuf from "./formats/onnx/message.js";
export { MAX_ONNX_BYTES, requireContained } from "./formats/onnx/contained.js";
export { onnxJson, parseOnnx, type OnnxInput, type OnnxModel } from "./formats/onnx/json.js";
export { contributionsOf } from "./formats/onnx/contributions.js";
export { feedsOf } from "./formats/onnx/feeds.js";
export { openSession, type Session, type Shown } from "./formats/onnx/runtime.js";
export { asksFeatures, featuresOfRows, isStored, type Feature } from "./formats/feature.js";
export { weightsOf } from "./formats/weighted-sum.js";
export { LEAST_SHARE, probabilityBy, temperedBy, type Calibration } from "./formats/calibration.js";
export { sigmoid } from "./formats/link.js";
export { softmax } from "./formats/softmax.js";
export type { Contributions, Scorer } from "./formats/scorer.js";
export {
  codesOf,
  decoderOf,
  encoderOf,
  OTHER,
  rowEncoder,
  type Encode,
  type Value,
} from "./formats/value.js";

// Answers
export {
  FAR_FIELD,
  INTERVAL_FIELD,
  FRESHNESS_FIELD,
  ID_FIELD,
  NEW_FIELD,
  PSEUDONYM_FIELD,
} from "./answers/answer-fields.js";
export type { AnswerInterval } from "./answers/answer-interval.js";
export { classAnswers, type ClassAnswers } from "./answers/class-answers.js";
export { detailedAnswer, type DetailedAnswer } from "./answers/detail.js";
export { expectedOf, listOf } from "./answers/expected.js";
export { fieldReader } from "./answers/field-value.js";
export { reasonNames } from "./answers/reason-names.js";
export { MOST_REASONS } from "./answers/reasons.js";
export { numberCopier, type CopyNumbers, type NumberColumn } from "./answers/number-copier.js";
export { valueReader, type ValueProblem } from "./answers/value-reader.js";

// Recorded answers, and what they show
export { answerIds, answerIdWriter, placeOfId, type AnswerPlace } from "./watch/answer-id.js";
export {
  answerFolder,
  BinLine,
  readAnswerLine,
  type AnswerLine,
  type CountLine,
  type RecordedAnswer,
} from "./watch/recorded-answer.js";
export { readReference } from "./watch/read-reference.js";
export {
  binNamer,
  binOf,
  Reference,
  type BinName,
  type NameCounts,
  type NumberCounts,
  type ReferenceFeature,
  type ReferenceScore,
} from "./watch/reference.js";
export { challengeProblem } from "./watch/challenge-problem.js";
export {
  readTrainingRequest,
  requestTraining,
  takeTrainingRequest,
  type TrainingRequest,
} from "./watch/training-request.js";
export { readVerdict, Verdict, VERDICTS } from "./watch/verdict.js";
export { listMonitorings, readMonitoring } from "./watch/read-monitorings.js";
export {
  keepOutcomes,
  readOutcomeLine,
  streamOutcomes,
  type OutcomeLine,
} from "./watch/outcomes.js";
export {
  monitoringId,
  monitoringJson,
  publishMonitoring,
  type NewMonitoring,
} from "./watch/publish-monitoring.js";
export {
  Monitoring,
  type Comparison,
  type DataFault,
  type DayVolume,
  type Drift,
  type DriftedFeature,
  type DriftedScore,
  type FeatureData,
  type MonitoredWindow,
  type Reason,
} from "./watch/monitoring.js";

// Figures of a verdict
export {
  Expected,
  FeatureShift,
  Figure,
  Figures,
  Grouping,
  Group,
  Loss,
  Measured,
  Performance,
  ScorerComparison,
  ScoreShift,
  Week,
} from "./watch/performance.js";

// Decisions
export { keyHasher, PREDICTION_KEY_SETTINGS, readPredictionKey } from "./watch/key-hash.js";
export type { About, Decision, Substance } from "./watch/decisions/decision.js";
export {
  DECISION_KEY_SETTINGS,
  DECISION_PRIVATE_KEY_SETTINGS,
  ownBytes,
  readDecisionKeys,
  readDecisionPrivateKeys,
  type DecisionKey,
} from "./watch/decisions/keys.js";
export { sealerFor, type Seal } from "./watch/decisions/seal.js";
export { isKept, openLine, writeDecision, type KeptLine } from "./watch/decisions/line.js";
export { personTagger } from "./watch/decisions/person.js";
export { decisionsAbout } from "./watch/decisions/about-person.js";
export { erasePerson } from "./watch/decisions/erase.js";
export { findDecision, type FoundDecision } from "./watch/decisions/find.js";
export { decidingUnits, markDeciding } from "./watch/decisions/marks.js";
export {
  countOverrides,
  overrideDecision,
  readOverrides,
  type Override,
} from "./watch/decisions/override.js";
export {
  dropOldDecisions,
  firstKeptDay,
  oldDecisions,
  type OldDecisions,
} from "./watch/decisions/prune.js";
export { featureReader, featureWriter, recordedNumber } from "./watch/recorded-features.js";
export { keyOfText, keyText, keyWriter } from "./watch/recorded-key.js";
export { dropRecorded, listRecorded, oldRecorded } from "./watch/recorded-blobs.js";
export { forgetKey } from "./watch/forget-key.js";

// Values
export {
  fieldsOf,
  fieldText,
  fieldTexts,
  MAX_RECORD,
  recordShape,
  STANDARD_MARKS,
  wrongCount,
  type CsvMarks,
  type RecordShape,
} from "./values/csv-record.js";
export { columnsIn, headerRecord, type HeaderRecord } from "./values/csv-header.js";
export { csvRecords } from "./values/csv-records.js";
export { csvOf, type Csv, type CsvFault } from "./values/csv.js";
export {
  BLANKS,
  integerOf,
  MISSING_FIELD,
  NUMBER_FIELD,
  numberOf,
  withoutBlanks,
} from "./values/number.js";
export { booleanOf } from "./values/boolean.js";
export { VALUE_EXAMPLES, type ValueExample } from "./values/examples.js";

// People
export type { SignedInRecord } from "./release/signed-in-record.js";
export { loosenedSince, requireDeclared, type DeclaredTerms } from "./release/require-strict.js";
export { SensitiveModels } from "./release/sensitive-models.js";
export { loosened, termsOf, type Terms } from "./release/terms.js";
export { answeredNames, type AnsweredNames } from "./people/answered-names.js";
export { deriveKey, type KeyBinding, type KeyPurpose } from "./people/derive-key.js";
export { Keys, type Key } from "./people/keys.js";
export { refuseSharedKeys, weaknessOf } from "./people/weak-key.js";
export {
  PSEUDONYM_SETTINGS,
  pseudonymOf,
  readPseudonymKeys,
  type PseudonymKey,
} from "./people/pseudonym.js";

// Traces
export { activeTracer, currentSpan, inSpan, useTracer } from "./tracing/in-span.js";
export { TRACING_SETTINGS } from "./tracing/settings.js";
export type { Facts, RemoteSpan, Span, SpanStart } from "./tracing/span.js";
export { startTracing } from "./tracing/start-tracing.js";
export type { TracedProgram } from "./tracing/traced-program.js";
export type { Tracer } from "./tracing/tracer.js";

// The process
export { surviveOutput } from "./process/output.js";
export { isAlive } from "./process/is-alive.js";
export { printable } from "./errors/printable.js";
export { keepFilesPrivate, withOpenFiles } from "./process/private-files.js";
export { eachTogether, together, type Work } from "./process/together.js";
