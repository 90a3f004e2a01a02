export { createApp, type AppDeps } from "./app.js";
export { API_SETTINGS, readConfig, type ApiConfig, type LogLevel } from "./config.js";
export * from "./errors.js";
export { createAuthenticator } from "./auth/authenticator.js";
export { isDenial, type Authenticator, type Identity, type Outcome } from "./auth/identity.js";
export { readAuthSettings, type AuthSettings } from "./auth/settings.js";
export { createGate, type Gate } from "./gate.js";
export { createLimiter, MAX_CALLERS, type Limiter } from "./rate-limit/limiter.js";
export { clientAddressOf } from "./rate-limit/client-address.js";
export { subnetOf } from "./rate-limit/subnet.js";
export { readRateLimitSettings, type RateLimitSettings } from "./rate-limit/settings.js";
export type { Denial } from "./denial.js";
export { listen, stop, urlOf, type Address } from "./http/listen.js";
export { createLogger, openLogSink } from "./logger.js";
export { RELEASE_HEADER } from "./http/release-header.js";
export { openApiDocument, type DocumentOptions } from "./openapi/document.js";
export type { Releases, ReleasesOptions } from "./releases.js";
export { createReleases } from "./serving/create-releases.js";
export {
  createProtocolRoutes,
  type ProtocolRoutes,
  type ProtocolRoutesOptions,
} from "./protocols/routes.js";
export { PROTOCOLS, ROWS_PROTOCOLS } from "./protocols/protocols.js";
export { scoreCall } from "./protocols/score.js";
export { errorFormAt } from "./protocols/url.js";
export { serve, type Served } from "./serving/served.js";
export { compileSignature, ignoringOthers, type Signature } from "./signature/signature.js";
export { batchOfRecord, batchOfRecords } from "./signature/records.js";
export { Refusal, type Place } from "./refusal.js";
export { MAX_ROWS } from "./signature/batch.js";
export { createBatchPool, type BatchPool } from "./batch/pool.js";
export { createAudit, type Audit, type AuditOptions } from "./sensitive/audit.js";
export { createGuard, type Guard, type GuardOptions } from "./sensitive/guard.js";
export { errorHandler } from "./http/error-handler.js";
export type { ApiResponse } from "./http/api-response.js";
export { exchangeClasses, type Exchange } from "./http/exchange.js";
export { createMetrics, type Metrics } from "./perimeter/metrics.js";
export { HELMET_OPTIONS } from "./perimeter/security-headers.js";
