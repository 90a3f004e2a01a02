metadata description = 'Everything that one environment of Despliega needs, in one resource group.'

@description('Name of the environment, such as staging; part of the api\'s host name.')
@minLength(2)
@maxLength(12)
param environmentName string

param location string = resourceGroup().location

@description('The models to retrain here: the name of each, and its cron expression in UTC. None where releases come from another environment.')
param schedules object

@description('Models whose features are refreshed here: the name of each, and its cron expression in UTC. Empty refreshes none.')
param refreshes object = {}

@description('Models whose answers are judged here: the name of each, and its cron expression in UTC. Of those in schedules, lost performance starts the training. Empty judges none.')
param monitors object = {}

@description('Batches to score: the name of each, and its model, cron expression in UTC, input and out. Empty scores none.')
param batches object = {}

@description('Who gets the alerts.')
param alertEmail string

@description('Whom the api answers: callers with a key, or with a token of Entra ID.')
@allowed(['key', 'entra'])
param authentication string = 'key'

@description('For key: name:hash with commas between them, kept in the key vault. Empty leaves what is there.')
@secure()
param apiKeys string = ''

@description('Whether a model about persons is trained and served. It needs entra, and its keys in the key vault.')
param sensitive bool = false

@description('For a model about persons: id:key with commas between them, current one first, kept in the key vault. Empty leaves what is there.')
@secure()
param pseudonymKeys string = ''

@description('For a model about persons: as pseudonymKeys, and read by the trainer alone.')
@secure()
param identityKeys string = ''

@description('Whether recorded answers hold hashes of the keys that they are about. It needs predictionKey in the key vault.')
param recordKeys bool = false

@description('For recordKeys: the key of the hashes, base64 of at least 32 bytes, kept in the key vault. Empty leaves what is there.')
@secure()
param predictionKey string = ''

@description('For entra: the versions of the tokens that the tenant issues for the api, 1.0, 2.0 or both with a comma; empty is 2.0.')
param entraTokenVersions string = ''

@description('For entra: issuers in place of those of the tenant, as in another cloud, with commas between them.')
param entraIssuer string = ''

@description('For entra: the https url of the signing keys of another issuer.')
param entraJwksUrl string = ''

@description('For entra: the audience that a token must have, or several with commas: the client id, and api://... for version 1.0.')
param entraAudience string = ''

@description('For entra: a role that a token must hold, or one of several with commas; empty answers every app of the tenant, and no model about persons.')
param entraRole string = ''

@description('For a model about persons: the authentication context that counts as a second factor, c1 to c99. Tokens of version 2.0 need it.')
param entraAuthContext string = ''

@description('For entra: the client id of the single-page application by which people sign in on the console; empty: they paste a token.')
param entraSignInClientId string = ''

@description('For entra: the scope of the token that the console asks for; empty is the audience and /.default.')
param entraSignInScope string = ''

@description('For entra: the https url of another authority at which people sign in, as in another cloud.')
param entraSignInAuthority string = ''

@description('For a model about persons: the public keys that decisions are encrypted for. The private ones stay outside.')
param decisionKeys string = ''

@description('Whether the trainer signs releases, with a key that is made in the key vault.')
param signReleases bool = false

@description('The public keys of those who sign releases, in PEM; with them the api refuses all others. Empty: it looks at no signature.')
param signingPublicKeys string = ''

@description('For models about persons: their names with commas between them, each alone or as name:masked:whole with its two roles. Trainer and api make, promote and serve no release of theirs that is less strict.')
param sensitiveModels string = ''

@description('Whether a promotion needs the approvals that a model asks for. In an environment for tests: off.')
@allowed(['required', 'off'])
param approvals string = 'required'

@description('Whether a model publishes its features to tables. The trainer then writes all tables of the account.')
param publishFeatures bool = false

@description('Where every move of a pointer and every verdict is told; empty for nowhere.')
param webhookUrl string = ''

@description('For a webhook: the secret that signs, whsec_ and base64, kept in the key vault. Empty leaves what is there.')
@secure()
param webhookSecret string = ''

@description('Share of the answers that the api records, from 0 to 1.')
param predictionLog string = '0'

@description('Days after which recorded answers are deleted.')
param predictionDays int = 180

@description('Days for which no audit record can be changed or deleted. 0 leaves the policy as it is, as one that was locked must be.')
@minValue(0)
@maxValue(146000)
param auditDays int = 2190

@description('Seconds after which the api looks for a new champion.')
param refreshSeconds int = 60

@description('The share of requests whose traces Application Insights gets, from 0 to 1.')
param traceShare string = '0.1'

@description('Size of the App Service plan; the smallest one with a staging slot is S1.')
param planSku string = 'S1'

@description('Instances of the api; with planCapacityMost, the fewest.')
@minValue(1)
@maxValue(30)
param planCapacity int = 1

@description('Most instances of the api. More than planCapacity lets their number follow the load; by default it does not.')
@minValue(1)
@maxValue(30)
param planCapacityMost int = planCapacity

@description('Percent of the cores above which an instance is added; below a third of it one goes.')
@minValue(10)
@maxValue(95)
param scaleAtCpuPercent int = 70

@description('Requests in a minute for each instance above which one is added; below a third of it one goes.')
@minValue(1)
param scaleAtRequests int = 12000

@description('What the resource group may cost in a month: amount, and from, the first day of the month in which it is made. Empty makes no budget.')
param budget object = {}

@description('How the storage account is replicated.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Cores of the trainer; Container Apps gives it 2 GiB of memory with each.')
@minValue(1)
@maxValue(4)
param trainerCores int = 2

@description('Image of the api; until the first one is built, a placeholder that anybody may pull.')
param apiImage string = 'mcr.microsoft.com/appsvc/staticsite:latest'

@description('Image of the trainer; until the first one is built, a placeholder that anybody may pull.')
param trainerImage string = 'mcr.microsoft.com/k8se/quickstart-jobs:latest'

@description('PostgreSQL databases that models read from: the name of each in capital letters, and its url without a password.')
param databases object = {}

@description('Makes a PostgreSQL of histories, MAIN, with this administrator: objectId, name and type (User, Group or ServicePrincipal). Empty makes none.')
param historyAdministrator object = {}

@description('Addresses, and ranges of four or more, that may reach the storage account and the key vault from outside, such as that of who deploys. The api and the jobs may by their network.')
param allowedAddresses string[] = []

@description('Ids of other subnets that may, such as that of the runners of a pipeline. Each has the service endpoints Microsoft.Storage and Microsoft.KeyVault.')
param allowedSubnets string[] = []

@description('Whether the storage account and the key vault get private endpoints. Without allowedAddresses they answer nowhere else then.')
param privateEndpoints bool = false

@description('Addresses of the network of the api and the jobs, 1,024 of them or more.')
param networkPrefix string = '10.74.0.0/22'

@description('Object id of the identity of this environment\'s pipeline, which gets the rights that it needs beyond deploying; empty for none.')
param pipelinePrincipalId string = ''

@description('Whether that pipeline copies releases to here and promotes them. One that does not reads what a training made.')
param pipelinePromotes bool = false

@description('Object id of the identity of the next environment\'s pipeline, which takes releases and images from here; empty for none.')
param nextPipelinePrincipalId string = ''

@description('Whether the key vault was deleted before and is to be had back: its name stays taken until it is purged.')
param recoverKeyVault bool = false

var suffix = uniqueString(resourceGroup().id)

module identities 'modules/identities.bicep' = {
  name: 'identities'
  params: {
    location: location
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    location: location
    addressPrefix: networkPrefix
  }
}

var reaching = concat([network.outputs.apiSubnetId, network.outputs.jobsSubnetId], allowedSubnets)
var publicAccess = privateEndpoints && empty(allowedAddresses) ? 'Disabled' : 'Enabled'

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    name: 'despliega${suffix}'
    sku: storageSku
    predictionDays: predictionDays
    auditDays: auditDays
    allowedAddresses: allowedAddresses
    allowedSubnets: reaching
    publicAccess: publicAccess
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    location: location
    name: 'despliega${suffix}'
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    location: location
    name: 'despliega-${suffix}'
    apiKeys: apiKeys
    pseudonymKeys: pseudonymKeys
    identityKeys: identityKeys
    webhookSecret: webhookSecret
    predictionKey: predictionKey
    recover: recoverKeyVault
    allowedAddresses: allowedAddresses
    allowedSubnets: reaching
    publicAccess: publicAccess
  }
}

module endpoints 'modules/private-endpoints.bicep' = if (privateEndpoints) {
  name: 'private-endpoints'
  params: {
    location: location
    networkId: network.outputs.id
    subnetId: network.outputs.endpointsSubnetId
    storageAccountName: storage.outputs.accountName
    keyVaultName: keyVault.outputs.name
  }
}

module diagnostics 'modules/diagnostics.bicep' = {
  name: 'diagnostics'
  params: {
    storageAccountName: storage.outputs.accountName
    keyVaultName: keyVault.outputs.name
    registryName: registry.outputs.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

module history 'modules/history.bicep' = if (!empty(historyAdministrator)) {
  name: 'history'
  params: {
    location: location
    name: 'despliega-${suffix}'
    administrator: historyAdministrator
    trainerName: identities.outputs.trainer.name
  }
}

module signing 'modules/signing.bicep' = if (signReleases) {
  name: 'signing'
  params: {
    keyVaultName: keyVault.outputs.name
    trainerPrincipalId: identities.outputs.trainer.principalId
  }
}

module access 'modules/access.bicep' = {
  name: 'access'
  params: {
    storageAccountName: storage.outputs.accountName
    containerName: storage.outputs.containerName
    privateContainerName: storage.outputs.privateContainerName
    auditContainerName: storage.outputs.auditContainerName
    predictionContainerName: storage.outputs.predictionContainerName
    runsTableName: storage.outputs.runsTableName
    registryName: registry.outputs.name
    keyVaultName: keyVault.outputs.name
    apiPrincipalId: identities.outputs.api.principalId
    trainerPrincipalId: identities.outputs.trainer.principalId
    monitorPrincipalId: identities.outputs.monitor.principalId
    writtenSecrets: concat(
      empty(apiKeys) ? [] : ['api-keys'],
      empty(pseudonymKeys) ? [] : ['pseudonym-keys'],
      empty(identityKeys) ? [] : ['identity-keys'],
      empty(webhookSecret) ? [] : ['webhook-secret'],
      empty(predictionKey) ? [] : ['prediction-key']
    )
    publishFeatures: publishFeatures
  }
}

module pipelines 'modules/pipelines.bicep' = {
  name: 'pipelines'
  dependsOn: [access]
  params: {
    storageAccountName: storage.outputs.accountName
    containerName: storage.outputs.containerName
    privateContainerName: storage.outputs.privateContainerName
    auditContainerName: storage.outputs.auditContainerName
    runsTableName: storage.outputs.runsTableName
    registryName: registry.outputs.name
    principalId: pipelinePrincipalId
    promotes: pipelinePromotes
    nextPrincipalId: nextPipelinePrincipalId
  }
}

module api 'modules/api.bicep' = {
  name: 'api'
  dependsOn: [access]
  params: {
    location: location
    name: 'despliega-${environmentName}-${suffix}'
    planSku: planSku
    planCapacity: planCapacity
    image: apiImage
    identity: identities.outputs.api
    storageAccountUrl: storage.outputs.blobUrl
    containerName: storage.outputs.containerName
    auditContainerName: storage.outputs.auditContainerName
    predictionContainerName: storage.outputs.predictionContainerName
    predictionLog: predictionLog
    authentication: authentication
    sensitive: sensitive
    recordKeys: recordKeys
    secretsUri: keyVault.outputs.secretsUri
    entraTokenVersions: entraTokenVersions
    entraIssuer: entraIssuer
    entraJwksUrl: entraJwksUrl
    entraAudience: entraAudience
    entraRole: entraRole
    entraAuthContext: entraAuthContext
    entraSignInClientId: entraSignInClientId
    entraSignInScope: entraSignInScope
    entraSignInAuthority: entraSignInAuthority
    decisionKeys: decisionKeys
    signingPublicKeys: signingPublicKeys
    sensitiveModels: sensitiveModels
    refreshSeconds: refreshSeconds
    workspaceId: monitoring.outputs.workspaceId
    subnetId: network.outputs.apiSubnetId
    insightsConnectionString: monitoring.outputs.insightsConnectionString
    traceShare: traceShare
  }
}

module autoscale 'modules/autoscale.bicep' = if (planCapacityMost > planCapacity) {
  name: 'autoscale'
  params: {
    location: location
    planId: api.outputs.planId
    apiId: api.outputs.id
    least: planCapacity
    most: planCapacityMost
    cpuPercent: scaleAtCpuPercent
    requestsPerInstance: scaleAtRequests
  }
}

module spending 'modules/budget.bicep' = if (!empty(budget)) {
  name: 'budget'
  params: {
    amount: budget.amount
    from: budget.from
    email: alertEmail
  }
}

module trainer 'modules/trainer.bicep' = {
  name: 'trainer'
  dependsOn: [access]
  params: {
    location: location
    schedules: schedules
    refreshes: refreshes
    batches: batches
    image: trainerImage
    registryServer: registry.outputs.loginServer
    identity: identities.outputs.trainer
    cores: trainerCores
    approvals: approvals
    signingKey: signReleases ? signing.outputs.keyUrl : ''
    signingPublicKeys: signingPublicKeys
    webhookUrl: webhookUrl
    databases: union(databases, empty(historyAdministrator) ? {} : { MAIN: history.outputs.url })
    storageAccountUrl: storage.outputs.blobUrl
    tableUrl: storage.outputs.tableUrl
    containerName: storage.outputs.containerName
    privateContainerName: storage.outputs.privateContainerName
    sensitive: sensitive
    sensitiveModels: sensitiveModels
    secretsUri: keyVault.outputs.secretsUri
    workspaceId: monitoring.outputs.workspaceId
    subnetId: network.outputs.jobsSubnetId
    insightsConnectionString: monitoring.outputs.insightsConnectionString
  }
}

module monitor 'modules/monitor.bicep' = {
  name: 'monitor'
  dependsOn: [access]
  params: {
    location: location
    monitors: monitors
    schedules: schedules
    environmentId: trainer.outputs.environmentId
    image: trainerImage
    registryServer: registry.outputs.loginServer
    identity: identities.outputs.monitor
    cores: trainerCores
    webhookUrl: webhookUrl
    storageAccountUrl: storage.outputs.blobUrl
    tableUrl: storage.outputs.tableUrl
    containerName: storage.outputs.containerName
    privateContainerName: storage.outputs.privateContainerName
    predictionContainerName: storage.outputs.predictionContainerName
    sensitiveModels: sensitiveModels
    secretsUri: keyVault.outputs.secretsUri
    insightsConnectionString: monitoring.outputs.insightsConnectionString
  }
}

module availability 'modules/availability.bicep' = {
  name: 'availability'
  params: {
    location: location
    apiHostName: api.outputs.hostName
    insightsId: monitoring.outputs.insightsId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    email: alertEmail
    apiId: api.outputs.id
    jobIds: concat(trainer.outputs.jobIds, monitor.outputs.jobIds)
    availabilityTestId: availability.outputs.id
    insightsId: monitoring.outputs.insightsId
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('What the scripts and a person at a terminal go on with, as lines that a shell reads.')
output variables string[] = [
  'RESOURCE_GROUP=${resourceGroup().name}'
  'REGISTRY=${registry.outputs.name}'
  'API_NAME=${api.outputs.name}'
  'API_URL=https://${api.outputs.hostName}'
  'STORAGE_ACCOUNT=${storage.outputs.accountName}'
  'DESPLIEGA_STORAGE_ACCOUNT_URL=${storage.outputs.blobUrl}'
  'DESPLIEGA_CONTAINER_NAME=${storage.outputs.containerName}'
  'DESPLIEGA_PRIVATE_CONTAINER_NAME=${storage.outputs.privateContainerName}'
  'DESPLIEGA_AUDIT_CONTAINER_NAME=${storage.outputs.auditContainerName}'
  'DESPLIEGA_PREDICTION_CONTAINER_NAME=${storage.outputs.predictionContainerName}'
  'CONTAINER_ID=${storage.outputs.containerId}'
  'PRIVATE_CONTAINER_ID=${storage.outputs.privateContainerId}'
]
