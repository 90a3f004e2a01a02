export { createDecisions, type Decisions } from "./decisions/decisions.js";
export { createApp, DOCUMENT_PARTS, type AppDeps } from "./app.js";
export { API_SETTINGS, readConfig, type ApiConfig } from "./config.js";
export { readPageFiles, type PageFile } from "./console/page-files.js";
export * from "./errors/errors.js";
export { isDenial, type AuthResult, type CallerCheck, type Identity } from "./http/auth-result.js";
export type { Denial } from "./http/denial.js";
export type { ApiResponse } from "./http/exchange/api-response.js";
export { exchangeClasses, type Exchange } from "./http/exchange/exchange.js";
export { PREDICTION_HEADER } from "./http/headers/prediction-header.js";
export { RELEASE_HEADER } from "./http/headers/release-header.js";
export { HELMET_OPTIONS } from "./http/headers/security-headers.js";
export { errorHandler } from "./http/problem/error-handler.js";
export { ProblemError, type Place } from "./http/problem/problem-error.js";
export { routerOf, type Route } from "./http/route.js";
export { listen, stop, urlOf, type Address } from "./http/server/listen.js";
export { openApiDocument, type DocumentOptions } from "./openapi/document.js";
export { createLogger, type LogLevel } from "./ops/log.js";
export { openLogSink, type LogSink } from "./ops/log-sink.js";
export { lastHour } from "./ops/last-hour.js";
export { createMetrics, type Metrics } from "./ops/metrics.js";
export { watchOverload, type Overload } from "./ops/overload.js";
export { quantileOf } from "./ops/quantile.js";
export { settingsInForce, type SettingInForce } from "./ops/settings-in-force.js";
export { errorFormAt } from "./protocols/error-forms.js";
export { lineKeeper, type KeeperOptions } from "./recording/line-keeper.js";
export { movedIn, type StartLineThread } from "./recording/line-thread.js";
export { packRow, rowForm, unpackRows, type Packing } from "./recording/packed-rows.js";
export { createRecorder, type Recorder } from "./recording/recorder.js";
export {
  createProtocolRoutes,
  type ProtocolRoutes,
  type ProtocolRoutesOptions,
} from "./protocols/protocol-routes.js";
export { NumberList } from "./serving/signature/number-list.js";
export { PROTOCOLS, rowsProtocol } from "./protocols/protocols.js";
export { jsonOf } from "./protocols/rows/json.js";
export { nanAsNull } from "./protocols/rows/nan.js";
export { scoreCall } from "./protocols/rows/score.js";
export { createBodyMemory, type BodyMemory } from "./http/body/memory.js";
export { createBatchPool, type BatchPool } from "./protocols/rows/threads/pool.js";
export type { Authenticator } from "./security/authentication/authenticator.js";
export { createAuthenticator } from "./security/authentication/create-authenticator.js";
export { readAuthSettings, type AuthSettings } from "./security/authentication/settings.js";
export { operatorCheck } from "./security/operator.js";
export { hostCheckOf, type HostCheck } from "./security/own-host.js";
export { createCallerCheck } from "./security/caller-check.js";
export { clientAddressOf } from "./security/rate-limit/client-address.js";
export { createLimiter, MAX_CALLERS, type Limiter } from "./security/rate-limit/limiter.js";
export { readRateLimitSettings, type RateLimitSettings } from "./security/rate-limit/settings.js";
export { subnetOf } from "./security/rate-limit/subnet.js";
export { createAudit, type Audit, type AuditOptions } from "./security/sensitive/audit.js";
export { auditRefusals } from "./security/sensitive/refusals.js";
export {
  createAuthorisation,
  type Authorisation,
  type AuthorisationOptions,
} from "./security/sensitive/authorisation.js";
export { createSubjectLimit, type SubjectLimit } from "./security/sensitive/subject-limit.js";
export type { OpenChallenger } from "./serving/challenger/open-challenger.js";
export { createTrial, type Trial } from "./serving/challenger/trial.js";
export { createReleases } from "./serving/create-releases.js";
export { drawOf, rowId, type Answered, type PredictionId } from "./serving/observed/answered.js";
export { observersOf, predictionIds, type Observers } from "./serving/observed/observe.js";
export type { Observation, Observe, Observer } from "./serving/observed/observer.js";
export { predictorOf, type Predictor } from "./serving/predictor.js";
export type { Releases, ReleasesOptions } from "./serving/releases.js";
export { INLINE_LIMITS, MAX_ROWS } from "./serving/signature/limits.js";
export { batchOfRecord, batchOfRecords } from "./serving/signature/records.js";
export { compileSignature, ignoringOthers, type Signature } from "./serving/signature/signature.js";
