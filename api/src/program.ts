import {
  openStore,
  describeUnreadNames,
  readReference,
  findUnreadNames,
  startTracing,
  STORAGE_SETTINGS,
  surviveOutput,
} from "@despliega/storage";

import { createApp } from "./app.js";
import { API_SETTINGS, readConfig } from "./config.js";
import { createDecisions } from "./decisions/decisions.js";
import { listen, stop, urlOf } from "./http/server/listen.js";
import { API_VERSION } from "./openapi/version.js";
import { exitWith, onStopSignal } from "./ops/exit.js";
import { createLogger } from "./ops/log.js";
import { openLogSink } from "./ops/log-sink.js";
import { settingsInForce } from "./ops/settings-in-force.js";
import { lineThread } from "./recording/line-thread.js";
import { createRecorder } from "./recording/recorder.js";
import { createAuthenticator } from "./security/authentication/create-authenticator.js";
import { isLoopback } from "./security/authentication/loopback.js";
import { createCallerCheck } from "./security/caller-check.js";
import { clientAddressOf } from "./security/rate-limit/client-address.js";
import { operatorCheck } from "./security/operator.js";
import { hostCheckOf } from "./security/own-host.js";
import { createAudit } from "./security/sensitive/audit.js";
import { auditRefusals } from "./security/sensitive/refusals.js";
import { createAuthorisation } from "./security/sensitive/authorisation.js";
import { createTrial } from "./serving/challenger/trial.js";
import { createReleases } from "./serving/create-releases.js";
import { observersOf, predictionIds } from "./serving/observed/observe.js";

/** Time to record the last answers where open connections have taken all the time there was. */
const LEAST_FLUSH_MS = 1_000;

surviveOutput();
try {
  const config = readConfig(process.env);
  const sink = openLogSink();
  const logger = createLogger(config.logLevel, sink);
  const unread = describeUnreadNames(
    findUnreadNames({ ...STORAGE_SETTINGS, ...API_SETTINGS }, process.env),
  );
  if (unread !== undefined) logger.warn(unread);
  const tracer = await startTracing({
    name: "despliega-api",
    version: API_VERSION,
    report: (line) => logger.warn(line),
  });
  const accessLog = config.accessLog ? { write: sink.writePlain } : undefined;
  const store = await openStore(config.storage);
  const { auth } = config;
  const audit =
    config.audit &&
    createAudit({
      // A write that hangs holds up those behind it no longer than they wait themselves.
      store: await openStore({
        ...config.audit,
        timeoutSeconds: Math.min(config.audit.timeoutSeconds, config.requestTimeoutSeconds),
      }),
      logger,
      timeoutSeconds: config.requestTimeoutSeconds,
    });
  const authorisation = createAuthorisation({
    tokens: auth.mode === "entra",
    ...(auth.mode === "entra" ? auth : {}),
    pseudonymKeys: config.pseudonymKeys,
    subjectLimit: config.rateLimit.subjectLimit,
    audit,
  });
  const ids = predictionIds();
  const decisions = createDecisions({
    ...config,
    store: await openStore({
      ...config.predictions,
      timeoutSeconds: Math.min(config.predictions.timeoutSeconds, config.requestTimeoutSeconds),
    }),
    logger,
    instance: ids.instance,
    timeoutSeconds: config.requestTimeoutSeconds,
    keys: config.decisionKeys,
  });
  const { checkRelease: checkDecisions } = decisions;
  const releases = createReleases({ ...config, store, logger, authorisation, checkDecisions });

  const recorder = createRecorder({
    store: await openStore(config.predictions),
    instance: ids.instance,
    lines: (memoryBytes) =>
      lineThread({
        predictions: config.predictions,
        instance: ids.instance,
        secret: config.predictionKey,
        memoryBytes,
      }),
    logger,
    share: config.predictionLog,
    leastShareOf: (model) => releases.challengerOf(model)?.share ?? 0,
    referenceOf: (manifest) => readReference(store, manifest),
  });
  const trial = createTrial({
    challengerOf: releases.challengerOf,
    nextId: ids.next,
    record: recorder.recordChallenge,
  });
  if (config.predictionLog > 0 && config.predictionKey === undefined)
    logger.warn(
      "answers are recorded without the keys that they are about, unless a model has them in the clear: set DESPLIEGA_PREDICTION_KEY",
    );
  const observers = observersOf([decisions, recorder, trial.observer], ids, logger);

  const authenticate = await createAuthenticator(auth, { logger });
  const plainCheck = createCallerCheck(authenticate, config.rateLimit);
  const addressOf = clientAddressOf(config.rateLimit.trustProxy);
  const auditedCheck = audit && auditRefusals(plainCheck, { audit, addressOf });
  const checkCaller = auditedCheck ?? plainCheck;
  const app = createApp({
    ...config,
    authMode: auth.mode,
    signIn: auth.mode === "entra" ? auth.signIn : undefined,
    authorisation,
    observe: observers.observe,
    recorder,
    trial,
    releases,
    store,
    logger,
    checkCaller,
    isOperator: operatorCheck({
      operator: config.operator,
      isOwnMachine: auth.mode === "none" && isLoopback(config.host),
    }),
    settings: settingsInForce(API_SETTINGS, process.env),
    isOwnHost: config.allowedHosts && hostCheckOf(config.allowedHosts),
    accessLog,
    tracer,
    logSink: sink,
  });

  const server = await listen(app, config);
  onStopSignal(async () => {
    const until = performance.now() + config.stopSeconds * 1_000;
    await stop(server, config.stopSeconds);
    await observers.settled();
    await trial.settled();
    auditedCheck?.flush();
    await audit?.close();
    await recorder.close(Math.max(until - performance.now(), LEAST_FLUSH_MS));
    await tracer?.close();
  });
  logger.info({ url: urlOf(server), storage: store.url }, "listening");

  await releases.load();
  logger.info("ready");
} catch (error) {
  exitWith(error);
}
