import { parseEnv } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { API_SETTINGS, readConfig } from "@despliega/api";
import { parse } from "yaml";
import { z } from "zod";

import { readText } from "../repository/files.js";
import { schemaOf, withSchemas } from "../support/schemas.js";
import { azuriteConnectionString } from "../support/azurite.js";

const compose: unknown = parse(readText("docker/compose.yaml"), { merge: true });
const Composition = z.object({
  services: z.record(
    z.string(),
    z.object({
      env_file: z.string(),
      environment: z.record(z.string(), z.string()).default({}),
      ports: z.array(z.string()).default([]),
      read_only: z.boolean(),
      restart: z.string().optional(),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      cap_drop: z.array(z.string()),
    }),
  ),
});
const { services } = Composition.parse(compose);
const environmentOf = (name: string) => services[name]!.environment;

withSchemas.describe("with the schema of compose files", () => {
  const isCompose = () => schemaOf("compose-spec.json");

  test("docker/compose.yaml is one", () => {
    const check = isCompose();
    check(compose);
    expect(check.errors).toBeNull();
  });

  test("a file with a condition that does not exist is none", () => {
    const depends_on = { azurite: { condition: "service_happy" } };
    expect(isCompose()({ services: { api: { image: "api", depends_on } } })).toBe(false);
  });
});

describe("docker/compose.yaml", () => {
  test("takes the settings that npm start makes from the same file, in every container", () => {
    const files = Object.values(services).map(({ env_file }) => env_file);
    expect(files).toEqual(["local.env", "local.env", "local.env"]);
    const shared = Object.keys(parseEnv(readText("docker/local.env")));
    expect(shared.filter((name) => !(name in API_SETTINGS))).toEqual([]);
    const own = Object.values(services).flatMap(({ environment }) => Object.keys(environment));
    expect(own.filter((name) => shared.includes(name))).toEqual([]);
  });

  test("adds only the account, a receiver of traces that compose is told of, that the api answers everybody, and that it soon takes models in", () => {
    const { AZURE_STORAGE_CONNECTION_STRING: account, ...rest } = environmentOf("api");
    const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: "${OTEL_EXPORTER_OTLP_ENDPOINT:-}" };
    expect(rest).toEqual({ DESPLIEGA_AUTH: "none", DESPLIEGA_REFRESH_SECONDS: "5", ...traces });
    expect(environmentOf("trainer")).toEqual({
      AZURE_STORAGE_CONNECTION_STRING: account,
      ...traces,
    });
    expect(environmentOf("azurite")).toEqual({});
    const [blobs, tables] = ["azurite:10000", "azurite:10002"];
    const own = azuriteConnectionString().replace(/127\.0\.0\.1:\d+/, blobs);
    expect(account).toBe(own.replace(/127\.0\.0\.1:\d+/, tables));
  });

  test("starts nothing without end, and the api whatever becomes of a training", () => {
    const restarts = Object.values(services).flatMap(({ restart }) => restart ?? []);
    expect(restarts.filter((restart) => !/^on-failure:[1-5]$/.test(restart))).toEqual([]);
    expect(services["api"]!.depends_on["trainer"]).toEqual({ condition: "service_started" });
  });

  test("publishes the api's port only, to this machine only", () => {
    const { port } = readConfig({ AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true" });
    const published = Object.entries(services).flatMap(([name, { ports }]) =>
      ports.map((ends) => `${name} ${ends}`),
    );
    expect(published).toEqual([`api 127.0.0.1:\${PORT:-${port}}:${port}`]);
  });

  test("lets no container write to its image or keep a capability", () => {
    const confinement = Object.values(services).map(({ read_only, cap_drop }) => [
      read_only,
      cap_drop,
    ]);
    expect(confinement).toEqual(Object.keys(services).map(() => [true, ["ALL"]]));
  });
});
