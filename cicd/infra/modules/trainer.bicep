metadata description = 'The trainer: a Container Apps environment, and in it a scheduled job for each model, each refresh and each batch.'

param location string

@description('The models to retrain: the name of each, and its cron expression in UTC.')
param schedules object

@description('The models whose features are refreshed: the name of each, and its cron expression in UTC.')
param refreshes object

@description('The batches to score: the name of each, and its model, cron expression in UTC, input and out.')
param batches object

param image string
param registryServer string

@description('The identity\'s id and clientId.')
param identity object

param cores int
param approvals string

@description('Url of the key that signs releases; empty for none.')
param signingKey string

param signingPublicKeys string

@description('Where moves and verdicts are told; empty for nowhere.')
param webhookUrl string

param storageAccountUrl string
param tableUrl string

@description('The databases that models read from: the name of each in capital letters, and its url without a password.')
param databases object

param containerName string
param privateContainerName string

@description('Whether it trains a model about persons.')
param sensitive bool

@description('Models about persons, of which no less strict release is made or promoted; see main.bicep.')
param sensitiveModels string

@description('Url of the secrets.')
param secretsUri string

param workspaceId string

@description('The subnet of the jobs.')
param subnetId string

@description('Where spans are sent.')
param insightsConnectionString string

// What the container reads.
var settings = {
  DESPLIEGA_STORAGE_ACCOUNT_URL: storageAccountUrl
  DESPLIEGA_TABLE_URL: tableUrl
  DESPLIEGA_CONTAINER_NAME: containerName
  DESPLIEGA_PRIVATE_CONTAINER_NAME: privateContainerName
  // Three quarters of the container's memory.
  DESPLIEGA_MEMORY_LIMIT: '${cores * 1536}MiB'
  // Node.js sees the cores of the host, not those of the container.
  DESPLIEGA_THREADS: string(cores)
  DESPLIEGA_ACTOR: 'container-apps-job'
  DESPLIEGA_APPROVALS: approvals
  DESPLIEGA_SIGNING_KEY_VAULT_KEY: signingKey
  DESPLIEGA_SIGNING_PUBLIC_KEYS: signingPublicKeys
  // An empty one counts as none.
  DESPLIEGA_SENSITIVE_MODELS: sensitiveModels
  DESPLIEGA_WEBHOOK_URL: webhookUrl
  // Every trace is sent, as there are few.
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
}

// What the container reads from secrets, by their names in the key vault.
var secretSettings = sensitive ? {
  DESPLIEGA_PSEUDONYM_KEYS: 'pseudonym-keys'
  DESPLIEGA_IDENTITY_KEYS: 'identity-keys'
} : {}

var webhookSecrets = webhookUrl == '' ? {} : {
  DESPLIEGA_WEBHOOK_SECRET: 'webhook-secret'
}

// What the identity library reads.
var platformSettings = {
  AZURE_CLIENT_ID: identity.clientId
}

var databaseVariables = [for database in items(databases): {
  name: 'DESPLIEGA_DATABASE_${database.key}'
  value: database.value
}]

var environmentVariables = [for setting in items(union(settings, platformSettings)): {
  name: setting.key
  value: setting.value
}]

var secretVariables = [for setting in items(union(secretSettings, webhookSecrets)): {
  name: setting.key
  secretRef: setting.value
}]

// What is run, by the names of the jobs.
var trainings = [for schedule in items(schedules): {
  name: 'train-${replace(schedule.key, '_', '-')}'
  cron: schedule.value
  args: ['train', schedule.key]
}]

var refreshings = [for refresh in items(refreshes): {
  name: 'refresh-${replace(refresh.key, '_', '-')}'
  cron: refresh.value
  args: ['refresh', refresh.key]
}]

var scorings = [for batch in items(batches): {
  name: 'score-${replace(batch.key, '_', '-')}'
  cron: batch.value.cron
  args: ['score', batch.value.model, '--input', batch.value.input, '--out', batch.value.out]
}]

var runs = concat(trainings, refreshings, scorings)

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: 'despliega'
  location: location
  properties: {
    // By the diagnostic setting below, and so without a key of the workspace.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    // It stays as it is made: another network makes another environment.
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: true
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'despliega'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

resource jobs 'Microsoft.App/jobs@2024-03-01' = [for run in runs: {
  name: run.name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Schedule'
      scheduleTriggerConfig: {
        cronExpression: run.cron
        parallelism: 1
        replicaCompletionCount: 1
      }
      // A run that fails would fail again: the same input and parameters give the same result.
      replicaRetryLimit: 0
      replicaTimeout: 3600
      secrets: [for setting in items(union(secretSettings, webhookSecrets)): {
        name: setting.value
        keyVaultUrl: '${secretsUri}/${setting.value}'
        identity: identity.id
      }]
      registries: [
        {
          server: registryServer
          identity: identity.id
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'trainer'
          image: image
          args: run.args
          env: concat(environmentVariables, databaseVariables, secretVariables)
          resources: {
            cpu: cores
            memory: '${cores * 2}Gi'
          }
        }
      ]
    }
  }
}]

output environmentId string = environment.id
output jobIds string[] = [for (run, index) in runs: jobs[index].id]
