import type { Manifest } from "@despliega/storage";
import { Router, type RequestHandler } from "express";

import type { DoorName } from "../doors/doors.js";
import type { Models } from "../doors/models.js";
import { inputsOf, OUTPUT_DATATYPES, outputsOf } from "../doors/v2.js";
import { send } from "../http/send.js";
import { API_VERSION } from "../version.js";
import type { Asking } from "./asking.js";
import { methodNotAllowed, onlyPost } from "./method-not-allowed.js";

const JSON_TYPE = ["content-type", "application/json"] as const;

/** The Open Inference Protocol, version 2, over REST. Of each model only the version that is served exists. */
export const v2Routes = (
  models: Models,
  asking: Asking,
  scoring: (door: DoorName) => RequestHandler,
): Router => {
  const router = Router();
  const get = (path: string, ...handlers: RequestHandler[]) =>
    router.route(path).get(handlers).all(methodNotAllowed);

  const ready = () => models.all().length > 0;

  get("/v2", (_request, response) => {
    response.json({ name: "despliega", version: API_VERSION, extensions: [] });
  });
  get("/v2/health/live", (_request, response) => {
    response.json({ live: true });
  });
  get("/v2/health/ready", (_request, response) => {
    const headers = ready() ? JSON_TYPE : [...JSON_TYPE, "retry-after", "2"];
    send(response, ready() ? 200 : 503, headers, JSON.stringify({ live: true, ready: ready() }));
  });
  for (const path of ["/v2/models/:model", "/v2/models/:model/versions/:version"]) {
    get(
      path,
      asking(({ open }) => ({ body: JSON.stringify(metadata(open.release.manifest)) })),
    );
    get(
      `${path}/ready`,
      asking(({ open }) => ({
        body: JSON.stringify({ name: open.release.manifest.model, ready: true }),
      })),
    );
    router.route(`${path}/infer`).post(scoring("v2")).all(onlyPost);
  }
  return router;
};

const metadata = (manifest: Manifest) => ({
  name: manifest.model,
  versions: [manifest.version],
  platform: `despliega_${manifest.estimator}`,
  inputs: inputsOf(manifest).map((input) => ({ ...input, shape: [-1] })),
  outputs: outputsOf(manifest).map((name) => ({
    name,
    datatype: OUTPUT_DATATYPES[name],
    shape: [-1],
  })),
});
