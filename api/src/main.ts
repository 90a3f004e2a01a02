import { azureBlobStore } from "@despliega/storage";

import { createApp } from "./app.js";
import { createAuthenticator } from "./auth/authenticator.js";
import { readConfig } from "./config.js";
import { exitWith, onStopSignal } from "./exit.js";
import { createGate } from "./gate.js";
import { listen, stop, urlOf } from "./http/listen.js";
import { createLogger, openLogSink } from "./logger.js";
import { createReleases } from "./releases.js";

try {
  const config = readConfig(process.env);
  const sink = openLogSink();
  const logger = createLogger(config.logLevel, sink);
  const accessLog = config.accessLog ? sink : undefined;
  const store = azureBlobStore(config.storage);
  const releases = createReleases({ ...config, store, logger });

  const gate = createGate(await createAuthenticator(config.auth, { logger }), config.rateLimit);
  const app = createApp({
    ...config,
    authMode: config.auth.mode,
    releases,
    logger,
    gate,
    accessLog,
  });

  const server = await listen(app, config);
  onStopSignal(() => stop(server, config.stopSeconds));
  logger.info({ url: urlOf(server), storage: store.url }, "listening");

  await releases.load();
  logger.info("ready");
} catch (error) {
  exitWith(error);
}
