export { createApp, type AppDeps } from "./app.js";
export { readConfig, type ApiConfig, type LogLevel } from "./config.js";
export * from "./errors.js";
export { listen, stop, urlOf, type Address } from "./listen.js";
export { createLogger } from "./logger.js";
export { RELEASE_HEADER } from "./release-header.js";
export { createReleases, type Releases, type ReleasesOptions } from "./releases.js";
