import { blobNames } from "@despliega/storage";
import { RUNS_TABLE } from "@despliega/trainer/records/keys.js";
import { describe, expect, test } from "@jest/globals";

import { apiOn } from "../../api/support.js";
import { readText } from "../../repository/files.js";
import { promoteTiny, SERVING } from "../../support/release.js";
import { declared, fieldsOf, bodyOf, readBicep, typeOf } from "./bicep.js";
import { resourceOf, variableOf, type Scope, type Value } from "./evaluate.js";

const UP = { direction: "Increase", type: "ChangeCount", value: "1", cooldown: "PT5M" };
const DOWN = { direction: "Decrease", type: "ChangeCount", value: "1", cooldown: "PT10M" };

const moduleOf = (name: string) => readBicep(`cicd/infra/modules/${name}.bicep`);

describe("the storage account", () => {
  const storage = moduleOf("storage");

  test("has no keys to share, and nothing that anybody may read", () => {
    expect(resourceOf(storage, "account")).toMatchObject({
      properties: {
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        minimumTlsVersion: "TLS1_2",
        networkAcls: { defaultAction: "Deny" },
        supportsHttpsTrafficOnly: true,
      },
    });
    expect(resourceOf(storage, "container")).toMatchObject({
      properties: { publicAccess: "None" },
    });
  });

  test("has the table to which the trainer writes the record of runs", () => {
    expect(resourceOf(storage, "runsTable")).toMatchObject({ name: RUNS_TABLE });
  });

  test("keeps what is overwritten or deleted for a month", () => {
    expect(resourceOf(storage, "blobs")).toMatchObject({
      properties: {
        isVersioningEnabled: true,
        deleteRetentionPolicy: { enabled: true, days: 30 },
        containerDeleteRetentionPolicy: { enabled: true, days: 30 },
      },
    });
  });

  test("never deletes a current blob of a release by its age, as the oldest release may be the champion", () => {
    const { properties } = resourceOf(storage, "lifecycle") as unknown as {
      properties: { policy: { rules: { definition: { actions: Record<string, Value> } }[] } };
    };
    const actions = properties.policy.rules.map(({ definition }) => definition.actions);
    expect(actions).toEqual([
      { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 90 } } },
      {
        baseBlob: { delete: { daysAfterModificationGreaterThan: 180 } },
        version: { delete: { daysAfterCreationGreaterThan: 30 } },
      },
      { version: { delete: { daysAfterCreationGreaterThan: 30 } } },
    ]);
  });
});

test("the database of histories has no passwords, and its url none", () => {
  const history = moduleOf("history");
  expect(resourceOf(history, "server")).toMatchObject({
    properties: { authConfig: { activeDirectoryAuth: "Enabled", passwordAuth: "Disabled" } },
  });
  const url = declared(history, "output").map(({ node }) => node.text);
  expect(url.join()).toMatch(/'postgres:\/\/[^:@]+@[^']+[?]auth=entra'/);
});

test("the registry has no password", () => {
  expect(resourceOf(moduleOf("registry"), "registry")).toMatchObject({
    properties: { adminUserEnabled: false },
  });
});

test("the key vault goes by roles and cannot be purged, and no secret is a plain parameter", () => {
  const file = moduleOf("key-vault");
  expect(resourceOf(file, "vault")).toMatchObject({
    properties: {
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
      networkAcls: { defaultAction: "Deny" },
    },
  });
  for (const { root } of [file, readBicep("cicd/infra/main.bicep")])
    expect(
      [...root.text.matchAll(/@secure\(\)\nparam (\w+) string/g)].map(([, name]) => name),
    ).toEqual(expect.arrayContaining(["apiKeys", "pseudonymKeys", "identityKeys"]));
});

describe("the network", () => {
  const network = moduleOf("network");
  const main = readBicep("cicd/infra/main.bicep");
  const subnets = () =>
    (
      resourceOf(network, "network") as unknown as {
        properties: { subnets: { name: string; properties: Record<string, Value> }[] };
      }
    ).properties.subnets;

  test("has a subnet each for the api, the jobs and private endpoints, in this order", () => {
    expect(
      subnets().map(({ name, properties }) => [name, properties["delegations"] ?? []]),
    ).toEqual([
      ["api", [{ name: "api", properties: { serviceName: "Microsoft.Web/serverFarms" } }]],
      ["jobs", [{ name: "jobs", properties: { serviceName: "Microsoft.App/environments" } }]],
      ["endpoints", []],
    ]);
    const outputs = declared(network, "output").map(({ name, node }) => [name, node.text]);
    for (const [index, { name }] of subnets().entries())
      expect(Object.fromEntries(outputs)[`${name}SubnetId`]).toMatch(
        new RegExp(`= network\\.properties\\.subnets\\[${index}\\]\\.id$`),
      );
  });

  test("is where api and jobs are, and they reach the storage account and the key vault from it", () => {
    expect(variableOf(network, "serviceEndpoints")).toEqual([
      { service: "Microsoft.KeyVault" },
      { service: "Microsoft.Storage" },
    ]);
    for (const { name, properties } of subnets().slice(0, 2))
      expect({ name, endpoints: properties["serviceEndpoints"] }).toEqual({
        name,
        endpoints: variableOf(network, "serviceEndpoints"),
      });
    for (const slot of ["api", "staging"])
      expect(resourceOf(moduleOf("api"), slot)).toMatchObject({
        properties: { virtualNetworkSubnetId: "subnetId" },
      });
    expect(resourceOf(moduleOf("trainer"), "environment")).toMatchObject({
      properties: { vnetConfiguration: { infrastructureSubnetId: "subnetId", internal: true } },
    });
    expect(variableOf(main, "reaching")).toBe(
      "concat([network.outputs.apiSubnetId, network.outputs.jobsSubnetId], allowedSubnets)",
    );
    const given = declared(main, "module").map(({ name, node }) => [
      name,
      fieldsOf(fieldsOf(bodyOf({ name, node, kind: "module" })).get("params")!).get("subnetId")
        ?.text,
    ]);
    expect(given.filter(([, subnet]) => subnet !== undefined)).toEqual([
      ["endpoints", "network.outputs.endpointsSubnetId"],
      ["api", "network.outputs.apiSubnetId"],
      ["trainer", "network.outputs.jobsSubnetId"],
    ]);
  });

  test("lets in nobody else but who is listed", () => {
    for (const [module, resource] of [
      ["storage", "account"],
      ["key-vault", "vault"],
    ] as const) {
      const { root } = moduleOf(module);
      expect(root.text).toContain("ipRules: [for address in allowedAddresses: {");
      expect(root.text).toContain("virtualNetworkRules: [for subnet in allowedSubnets: {");
      expect(resourceOf(moduleOf(module), resource)).toMatchObject({
        properties: { publicNetworkAccess: "publicAccess" },
      });
    }
    expect(main.root.text).toContain(
      "var publicAccess = privateEndpoints && empty(allowedAddresses) ? 'Disabled' : 'Enabled'\n",
    );
    expect(main.root.text).toContain("param allowedAddresses string[] = []\n");
    expect(main.root.text).toContain("param allowedSubnets string[] = []\n");
  });

  test("has private endpoints for blobs, tables and secrets where they are asked for", () => {
    const services = variableOf(moduleOf("private-endpoints"), "services") as Scope[];
    expect(services.map(({ name, target }) => [name, target])).toEqual([
      ["blob", "account.id"],
      ["table", "account.id"],
      ["vault", "vault.id"],
    ]);
    expect(main.root.text).toContain(
      "module endpoints 'modules/private-endpoints.bicep' = if (privateEndpoints) {",
    );
  });
});

test("blobs, secrets and images have a log of who did what, and rows of tables none, whose urls name people", () => {
  const diagnostics = moduleOf("diagnostics");
  const settings = declared(diagnostics, "resource").filter((resource) =>
    typeOf(resource).startsWith("Microsoft.Insights/diagnosticSettings@"),
  );
  const logged = settings.map(({ name }) => {
    const { scope, properties } = resourceOf(diagnostics, name) as unknown as {
      scope: string;
      properties: { workspaceId: string; logs: { category: string; enabled: boolean }[] };
    };
    expect(properties.workspaceId).toBe("workspaceId");
    return [
      scope,
      properties.logs.filter(({ enabled }) => enabled).map(({ category }) => category),
    ];
  });
  expect(logged).toEqual([
    ["blobs", ["StorageRead", "StorageWrite", "StorageDelete"]],
    ["vault", ["AuditEvent"]],
    ["registry", ["ContainerRegistryLoginEvents", "ContainerRegistryRepositoryEvents"]],
  ]);
});

describe("access", () => {
  const access = moduleOf("access");
  const assignments = declared(access, "resource").filter((resource) =>
    typeOf(resource).startsWith("Microsoft.Authorization/roleAssignments@"),
  );

  test("is the least that api, trainer and monitor need, each on one resource", () => {
    const granted = assignments.map((assignment) => {
      const fields = fieldsOf(bodyOf(assignment));
      const properties = fieldsOf(fields.get("properties")!);
      return [
        properties.get("principalId")!.text,
        /, (\w+)\)$/.exec(properties.get("roleDefinitionId")!.text)?.[1],
        fields.get("scope")!.text,
      ].join(" ");
    });
    expect(granted).toEqual([
      "apiPrincipalId storageBlobDataReader container",
      "apiPrincipalId addsBlobs auditContainer",
      "apiPrincipalId addsBlobs predictionContainer",
      "apiPrincipalId keyVaultSecretsUser apiKeys",
      "apiPrincipalId keyVaultSecretsUser predictionKey",
      "apiPrincipalId keyVaultSecretsUser pseudonymKeys",
      "apiPrincipalId acrPull registry",
      "trainerPrincipalId storageBlobDataContributor container",
      "trainerPrincipalId storageBlobDataContributor privateContainer",
      "trainerPrincipalId storageTableDataContributor runsTable",
      "trainerPrincipalId storageTableDataContributor tables",
      "trainerPrincipalId keyVaultSecretsUser identityKeys",
      "trainerPrincipalId keyVaultSecretsUser pseudonymKeys",
      "trainerPrincipalId keyVaultSecretsUser webhookSecret",
      "trainerPrincipalId acrPull registry",
      "monitorPrincipalId storageBlobDataReader predictionContainer",
      "monitorPrincipalId storageBlobDataReader privateContainer",
      "monitorPrincipalId storageBlobDataContributor container",
      "monitorPrincipalId storageTableDataContributor runsTable",
      "monitorPrincipalId keyVaultSecretsUser webhookSecret",
      "monitorPrincipalId acrPull registry",
    ]);
  });

  test("lets the api add to the audit, and overwrite or delete nothing there", () => {
    const role = resourceOf(access, "addingBlobs") as unknown as {
      properties: { permissions: readonly object[] };
    };
    expect(role.properties.permissions).toEqual([
      {
        ...{ actions: [], notActions: [], notDataActions: [] },
        dataActions: ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action"],
      },
    ]);
    expect(resourceOf(moduleOf("storage"), "auditPolicy", { auditDays: 30 })).toMatchObject({
      parent: "auditContainer",
      properties: { immutabilityPeriodSinceCreationInDays: 30, allowProtectedAppendWrites: true },
    });
  });

  test("names every assignment by what it grants, so that deploying again changes nothing", () => {
    for (const assignment of assignments) {
      const fields = fieldsOf(bodyOf(assignment));
      const properties = fieldsOf(fields.get("properties")!);
      const role = /, (\w+)\)$/.exec(properties.get("roleDefinitionId")!.text)![1]!;
      const principal = properties.get("principalId")!.text;
      expect(fields.get("name")!.text).toBe(
        `guid(${fields.get("scope")!.text}.id, ${principal}, ${role})`,
      );
    }
  });

  test.each([
    ["storageBlobDataReader", "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"],
    ["storageBlobDataContributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe"],
    ["storageTableDataContributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"],
    ["acrPull", "7f951dda-4ed3-4680-a7ca-43fe172d538d"],
    ["keyVaultSecretsUser", "4633458b-17de-408a-b874-0445c86b69e6"],
  ])("knows %s by its id", (name, id) => {
    expect(variableOf(access, name)).toBe(id);
  });
});

describe("a pipeline", () => {
  const pipelines = moduleOf("pipelines");
  const assignments = declared(pipelines, "resource").filter((resource) =>
    typeOf(resource).startsWith("Microsoft.Authorization/roleAssignments@"),
  );

  test("gets what it needs beyond deploying, on one resource each, where it is named", () => {
    const granted = assignments.map((assignment) => {
      const fields = fieldsOf(bodyOf(assignment));
      const properties = fieldsOf(fields.get("properties")!);
      const role = /, (\w+)\)$/.exec(properties.get("roleDefinitionId")!.text)![1]!;
      const principal = properties.get("principalId")!.text;
      const scope = fields.get("scope")!.text;
      expect(fields.get("name")!.text).toBe(`guid(${scope}.id, ${principal}, ${role})`);
      const when = / if \((.*)\) \{\n/.exec(assignment.node.text)![1]!;
      return `${principal} ${role} ${scope} ${when}`;
    });
    expect(granted).toEqual([
      "principalId storageBlobDataReader containers[index] !empty(principalId) && !promotes",
      "principalId storageBlobDataContributor containers[index] !empty(principalId) && promotes",
      "principalId storageTableDataContributor runsTable !empty(principalId) && promotes",
      "principalId addsBlobs auditContainer !empty(principalId) && promotes",
      "principalId acrPush registry !empty(principalId) && !promotes",
      "nextPrincipalId storageBlobDataReader containers[index] !empty(nextPrincipalId)",
      "nextPrincipalId acrPull registry !empty(nextPrincipalId)",
    ]);
  });

  test("reads releases and verdicts, and nothing else of the container", () => {
    for (const name of ["reads", "writes", "nextReads"])
      expect(resourceOf(pipelines, name)).toMatchObject({
        properties: { conditionVersion: "2.0", condition: variableOf(pipelines, "readsReleases") },
      });
    const condition = variableOf(pipelines, "readsReleases") as string;
    const prefixes = [...condition.matchAll(/blobs:path\] StringLike \\?'(\w+\/)\*\\?'/g)].map(
      ([, prefix]) => prefix!,
    );
    const version = "20260131T235959Z-0123abcd";
    const isRead = (blob: string) => prefixes.some((prefix) => blob.startsWith(prefix));
    const released = [
      blobNames.manifest("riesgo", version),
      blobNames.champion("riesgo"),
      blobNames.ledger("riesgo"),
      blobNames.verdict("riesgo"),
      blobNames.part("riesgo", version, "features.arrow"),
    ];
    expect(released.filter((blob) => !isRead(blob))).toEqual([]);
    const beside = [
      blobNames.input("riesgo", "loans.csv"),
      blobNames.part("vih", version, "identities.csv"),
      blobNames.batch("riesgo", "loans.csv"),
      blobNames.outcomes("riesgo"),
      blobNames.predictions("riesgo"),
      blobNames.decisions("riesgo"),
    ];
    expect(beside.filter(isRead)).toEqual([]);
  });
});

describe("the web app", () => {
  const api = moduleOf("api");
  const site = (name: string) => resourceOf(api, name) as Readonly<Record<string, Value>>;

  test("gives its staging slot the same identity and properties", () => {
    for (const field of ["kind", "identity", "properties"])
      expect(site("staging")[field]).toEqual(site("api")[field]);
  });

  test("gets requests over HTTPS alone, and only while its models answer", () => {
    expect(site("api").properties).toMatchObject({
      httpsOnly: true,
      siteConfig: {
        acrUseManagedIdentityCreds: true,
        alwaysOn: true,
        ftpsState: "Disabled",
        healthCheckPath: "/readyz",
        minTlsVersion: "1.2",
        scmMinTlsVersion: "1.2",
        vnetRouteAllEnabled: true,
      },
    });
  });

  test("cannot be published to with a password", () => {
    const policies = declared(api, "resource").filter((resource) =>
      typeOf(resource).includes("/basicPublishingCredentialsPolicies@"),
    );
    expect(policies).toHaveLength(4);
    for (const { name } of policies)
      expect(resourceOf(api, name)).toMatchObject({ properties: { allow: false } });
  });

  test("logs no url, which would name the users that were asked for", () => {
    expect(variableOf(api, "logs")).toEqual([
      { category: "AppServiceConsoleLogs", enabled: true },
      { category: "AppServicePlatformLogs", enabled: true },
    ]);
  });
});

describe("the number of instances", () => {
  const given = { least: 2, most: 6, cpuPercent: 70, requestsPerInstance: 12_000 };
  const autoscale = resourceOf(moduleOf("autoscale"), "autoscale", given) as unknown as {
    properties: { profiles: { capacity: object; rules: { scaleAction: string }[] }[] };
  };
  const profile = autoscale.properties.profiles[0]!;

  test("stays between its bounds, and begins with the lower one", () => {
    expect(profile.capacity).toEqual({ minimum: "2", maximum: "6", default: "2" });
  });

  test("grows by CPU or by requests, and falls by both only well below that", () => {
    const rules = profile.rules.map(({ scaleAction }) => scaleAction);
    expect(rules).toEqual([UP, UP, DOWN, DOWN]);
    const text = moduleOf("autoscale").root.text;
    for (const load of ["cpu", "requests"]) {
      const limit = load === "cpu" ? "cpuPercent" : "requestsPerInstance";
      expect(text).toContain(
        `union(${load}, { timeWindow: 'PT5M', operator: 'GreaterThan', threshold: ${limit} })`,
      );
      expect(text).toContain(
        `union(${load}, { timeWindow: 'PT15M', operator: 'LessThan', threshold: ${limit} / 3 })`,
      );
    }
  });

  test("follows the load only where main.bicep is given more than one number", () => {
    const text = readBicep("cicd/infra/main.bicep").root.text;
    expect(text).toContain("param planCapacityMost int = planCapacity\n");
    expect(text).toContain(
      "module autoscale 'modules/autoscale.bicep' = if (planCapacityMost > planCapacity) {",
    );
  });
});

test("a budget counts months, sends mail and stops nothing", () => {
  const given = { amount: 500, from: "2026-02-01", email: "ops@example.com" };
  const told = { enabled: true, operator: "GreaterThanOrEqualTo", contactEmails: [given.email] };
  expect(resourceOf(moduleOf("budget"), "budget", given)).toMatchObject({
    properties: {
      amount: 500,
      timeGrain: "Monthly",
      timePeriod: { startDate: "2026-02-01" },
      notifications: {
        mostIsSpent: { ...told, thresholdType: "Actual", threshold: 80 },
        allWillBeSpent: { ...told, thresholdType: "Forecasted", threshold: 100 },
      },
    },
  });
});

test("the trainer is not tried again, and gets the model of its schedule or what a batch names", () => {
  const trainer = moduleOf("trainer");
  const job = resourceOf(trainer, "jobs", { cores: 2 });
  expect(job).toMatchObject({
    properties: {
      configuration: {
        triggerType: "Schedule",
        replicaRetryLimit: 0,
        scheduleTriggerConfig: { cronExpression: "run.cron" },
      },
      template: {
        containers: [{ args: "run.args", resources: { cpu: 2, memory: "4Gi" } }],
      },
    },
  });
  expect(variableOf(trainer, "trainings")).toMatch(
    /cron: schedule\.value\s+args: \['train', schedule\.key\]/,
  );
  expect(variableOf(trainer, "scorings")).toMatch(
    /cron: batch\.value\.cron\s+args: \['score', batch\.value\.model, '--input', batch\.value\.input, '--out', batch\.value\.out\]/,
  );
});

test("the monitor may start the training job of its model, and nothing else", () => {
  const monitor = moduleOf("monitor");
  expect(resourceOf(monitor, "startsJobs")).toMatchObject({
    properties: {
      type: "CustomRole",
      permissions: [
        {
          actions: ["Microsoft.App/jobs/start/action"],
          notActions: [],
          dataActions: [],
          notDataActions: [],
        },
      ],
    },
  });
  const assignments = declared(monitor, "resource").filter((resource) =>
    typeOf(resource).startsWith("Microsoft.Authorization/roleAssignments@"),
  );
  expect(assignments.map(({ name }) => name)).toEqual(["monitorStarts"]);
  expect(resourceOf(monitor, "monitorStarts")).toMatchObject({
    scope: "trainingJobs[index]",
    properties: { principalId: "identity.principalId", roleDefinitionId: "startsJobs.id" },
  });
  const job = resourceOf(monitor, "jobs", { cores: 2 });
  expect(job).toMatchObject({
    identity: { userAssignedIdentities: { "${identity.id}": {} } },
    properties: {
      configuration: {
        replicaRetryLimit: 0,
        scheduleTriggerConfig: { cronExpression: "one.cron" },
      },
    },
  });
  expect(JSON.stringify(job)).toContain("one.acts ? ['--act'] : []");
});

test.each([
  ["failedTraining", "Executions", 0],
  ["serverErrors", "Http5xx", 10],
  ["slow", "HttpResponseTime", 1],
])("%s is told when %s pass %d", (name, metricName, threshold) => {
  expect(resourceOf(moduleOf("alerts"), name)).toMatchObject({
    properties: {
      criteria: { allOf: [{ metricName, operator: "GreaterThan", threshold }] },
      actions: [{ actionGroupId: "people.id" }],
    },
  });
});

test("the alerts on lines look for words that the api writes", async () => {
  const { log, request, releases, store } = apiOn();
  const serving = { ...SERVING, freshness: { seconds: 60, stale: "tell" as const } };
  await promoteTiny(store, { description: { serving } });
  await releases.load();
  await store.delete(blobNames.champion("riesgo"));
  await store.create(blobNames.champion("riesgo"), Buffer.from("no pointer"));
  await releases.refresh("riesgo");
  await request.get("/metrics");
  const text = log.text.join("").replace('"status":200', '"status":503');
  const watched = variableOf(moduleOf("alerts"), "watchedLines") as readonly {
    readonly name: string;
    readonly words: string;
  }[];
  const words = watched.map((each) => each.words);
  const reported = ['"msg":"answers are dropped', '"msg":"traces do not reach'];
  expect(words.filter((each) => !text.includes(each))).toEqual(reported);
  expect(readText("api/src/recording/recorder.ts")).toContain('"answers are dropped, ');
  expect(readText("storage/src/tracing/opentelemetry/watched-exporter.ts")).toContain(
    "`traces do not reach ",
  );
});
