import {
  openStore,
  describeUnreadNames,
  findUnreadNames,
  STORAGE_SETTINGS,
  surviveOutput,
} from "@despliega/storage";

import { createApp } from "./app.js";
import { createAuthenticator } from "./auth/authenticator.js";
import { API_SETTINGS, readConfig } from "./config.js";
import { exitWith, onStopSignal } from "./exit.js";
import { createGate } from "./gate.js";
import { listen, stop, urlOf } from "./http/listen.js";
import { createLogger, openLogSink } from "./logger.js";
import { createAudit } from "./sensitive/audit.js";
import { createGuard } from "./sensitive/guard.js";
import { createReleases } from "./serving/create-releases.js";

surviveOutput();
try {
  const config = readConfig(process.env);
  const sink = openLogSink();
  const logger = createLogger(config.logLevel, sink);
  const unread = describeUnreadNames(
    findUnreadNames({ ...STORAGE_SETTINGS, ...API_SETTINGS }, process.env),
  );
  if (unread !== undefined) logger.warn(unread);
  const accessLog = config.accessLog ? sink : undefined;
  const store = openStore(config.storage);
  const { auth } = config;
  const guard = createGuard({
    tokens: auth.mode === "entra",
    authContext: auth.mode === "entra" ? auth.authContext : undefined,
    pseudonymKeys: config.pseudonymKeys,
    audit:
      config.audit &&
      createAudit({
        // A write that hangs holds up those behind it no longer than they wait themselves.
        store: openStore({
          ...config.audit,
          timeoutSeconds: Math.min(config.audit.timeoutSeconds, config.requestTimeoutSeconds),
        }),
        logger,
        timeoutSeconds: config.requestTimeoutSeconds,
      }),
  });
  const releases = createReleases({ ...config, store, logger, guard });

  const gate = createGate(await createAuthenticator(auth, { logger }), config.rateLimit);
  const app = createApp({
    ...config,
    authMode: auth.mode,
    guard,
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
