import type { Manifest } from "@despliega/storage";

import type { Handler, Route } from "../../http/route.js";
import { send } from "../../http/send.js";
import { API_VERSION } from "../../openapi/version.js";
import type { RouteTools } from "../protocol.js";
import { inputsOf, outputsOf, shapeOf } from "./names.js";

const JSON_TYPE = ["content-type", "application/json"] as const;

/** The Open Inference Protocol, version 2, over REST. Only the version of a model that is served exists. */
export const v2Routes = (tools: RouteTools): readonly Route[] => {
  const { models } = tools;
  const ready: Handler = (_request, response) => {
    const ready = models.ready();
    const headers = ready ? JSON_TYPE : [...JSON_TYPE, "retry-after", "2"];
    send(response, ready ? 200 : 503, headers, JSON.stringify({ live: true, ready }));
  };
  return [
    {
      method: "get",
      path: "/v2",
      handler: (_request, response) => {
        const extensions = ["binary_tensor_data"];
        response.json({ name: "despliega", version: API_VERSION, extensions });
      },
    },
    {
      method: "get",
      path: "/v2/health/live",
      handler: (_request, response) => {
        response.json({ live: true });
      },
    },
    { method: "get", path: "/v2/health/ready", handler: ready },
    ...modelRoutes("/v2/models/:model", tools),
    ...modelRoutes("/v2/models/:model/versions/:version", tools),
  ];
};

const modelRoutes = (path: string, { modelHandler, score }: RouteTools): readonly Route[] => [
  {
    method: "get",
    path,
    handler: modelHandler(({ model }) => ({
      body: JSON.stringify(metadata(model.release.manifest)),
    })),
  },
  {
    method: "get",
    path: `${path}/ready`,
    handler: modelHandler(({ model }) => ({
      body: JSON.stringify({ name: model.release.manifest.model, ready: true }),
    })),
  },
  { method: "post", path: `${path}/infer`, handler: score },
];

const metadata = (manifest: Manifest) => ({
  name: manifest.model,
  versions: [manifest.version],
  platform: `despliega_${manifest.estimator}`,
  inputs: inputsOf(manifest).map((input) => ({ ...input, shape: [-1] })),
  outputs: outputsOf(manifest).map((output) => ({
    name: output.name,
    datatype: output.datatype,
    shape: shapeOf(output, -1),
  })),
});
