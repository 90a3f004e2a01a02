metadata description = 'The monitor: a scheduled job for each model whose answers are judged, and the right to start the job that trains that model, and no other.'

param location string

@description('The models whose answers are judged: the name of each, and its cron expression in UTC.')
param monitors object

@description('The models that are trained here: of these alone a verdict can start a training.')
param schedules object

@description('Where the jobs run.')
param environmentId string

param image string
param registryServer string

@description('The identity\'s id, clientId and principalId.')
param identity object

param cores int

@description('Where verdicts are told; empty for nowhere.')
param webhookUrl string

param storageAccountUrl string
param tableUrl string
param containerName string
param privateContainerName string
param predictionContainerName string

@description('Models about persons, of which no less strict release is made or promoted; see main.bicep.')
param sensitiveModels string

@description('Url of the secrets.')
param secretsUri string

@description('Where traces go.')
param insightsConnectionString string

// What the container reads.
var settings = {
  DESPLIEGA_STORAGE_ACCOUNT_URL: storageAccountUrl
  DESPLIEGA_TABLE_URL: tableUrl
  DESPLIEGA_CONTAINER_NAME: containerName
  DESPLIEGA_PRIVATE_CONTAINER_NAME: privateContainerName
  DESPLIEGA_PREDICTION_CONTAINER_NAME: predictionContainerName
  // Three quarters of the container's memory.
  DESPLIEGA_MEMORY_LIMIT: '${cores * 1536}MiB'
  // Node.js sees the cores of the host, not those of the container.
  DESPLIEGA_THREADS: string(cores)
  DESPLIEGA_ACTOR: 'monitor-job'
  // An empty one counts as none.
  DESPLIEGA_SENSITIVE_MODELS: sensitiveModels
  DESPLIEGA_WEBHOOK_URL: webhookUrl
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
}

// What the identity library reads.
var platformSettings = {
  AZURE_CLIENT_ID: identity.clientId
}

var webhookSecrets = webhookUrl == '' ? {} : {
  DESPLIEGA_WEBHOOK_SECRET: 'webhook-secret'
}

var environmentVariables = [for setting in items(union(settings, platformSettings)): {
  name: setting.key
  value: setting.value
}]

var secretVariables = [for setting in items(webhookSecrets): {
  name: setting.key
  secretRef: setting.value
}]

var groupId = resourceGroup().id

var watched = [for monitor in items(monitors): {
  model: monitor.key
  cron: monitor.value
  job: 'monitor-${replace(monitor.key, '_', '-')}'
  trainingJob: 'train-${replace(monitor.key, '_', '-')}'
  acts: contains(schedules, monitor.key)
}]

resource trainingJobs 'Microsoft.App/jobs@2024-03-01' existing = [for one in watched: {
  name: one.trainingJob
}]

resource jobs 'Microsoft.App/jobs@2024-03-01' = [for (one, index) in watched: {
  name: one.job
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      triggerType: 'Schedule'
      scheduleTriggerConfig: {
        cronExpression: one.cron
        parallelism: 1
        replicaCompletionCount: 1
      }
      // A bad verdict is an end like another, and would be drawn again.
      replicaRetryLimit: 0
      replicaTimeout: 3600
      secrets: [for setting in items(webhookSecrets): {
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
          name: 'monitor'
          image: image
          args: concat(['monitor', one.model], one.acts ? ['--act'] : [])
          env: concat(environmentVariables, secretVariables, [
            {
              name: 'DESPLIEGA_TRAINING_JOB'
              value: one.acts ? trainingJobs[index].id : ''
            }
          ])
          resources: {
            cpu: cores
            memory: '${cores * 2}Gi'
          }
        }
      ]
    }
  }
}]

resource startsJobs 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(monitors)) {
  name: guid(groupId, 'start a job')
  properties: {
    roleName: 'Despliega: start a job in ${resourceGroup().name}'
    description: 'Starts a Container Apps job, and reads nothing of it.'
    type: 'CustomRole'
    permissions: [
      {
        actions: ['Microsoft.App/jobs/start/action']
        notActions: []
        dataActions: []
        notDataActions: []
      }
    ]
    assignableScopes: [groupId]
  }
}

resource monitorStarts 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (one, index) in watched: if (one.acts) {
  scope: trainingJobs[index]
  name: guid(trainingJobs[index].id, identity.principalId, startsJobs.id)
  properties: {
    principalId: identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: startsJobs.id
  }
}]

output jobIds string[] = [for (one, index) in watched: jobs[index].id]
