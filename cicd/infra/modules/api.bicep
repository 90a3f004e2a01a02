metadata description = 'The service: a plan, the web app and its staging slot.'

param location string
param name string
param planSku string
param planCapacity int
param image string

@description('The identity\'s id and clientId.')
param identity object

param storageAccountUrl string
param containerName string
param auditContainerName string
param predictionContainerName string
param predictionLog string
param authentication string

@description('Whether it serves a model about persons.')
param sensitive bool
param recordKeys bool

@description('Url of the secrets. They are named without a version, so that a new one is taken within a day.')
param secretsUri string

param entraTokenVersions string
param entraIssuer string
param entraJwksUrl string
param entraAudience string
param entraRole string
param entraAuthContext string
param entraSignInClientId string
param entraSignInScope string
param entraSignInAuthority string
param decisionKeys string
param signingPublicKeys string
param sensitiveModels string
param refreshSeconds int
param workspaceId string

@description('The subnet from which it reaches the storage account and the key vault.')
param subnetId string

@description('Where spans are sent.')
param insightsConnectionString string

@description('The share of traces that are sent, from 0 to 1.')
param traceShare string

// What the container reads. An empty setting counts as not set.
var settings = {
  DESPLIEGA_STORAGE_ACCOUNT_URL: storageAccountUrl
  DESPLIEGA_CONTAINER_NAME: containerName
  DESPLIEGA_HOST: '0.0.0.0'
  PORT: '8080'
  DESPLIEGA_REFRESH_SECONDS: string(refreshSeconds)
  DESPLIEGA_AUTH: authentication
  DESPLIEGA_API_KEYS: authentication == 'key' ? '@Microsoft.KeyVault(SecretUri=${secretsUri}/api-keys)' : ''
  DESPLIEGA_ENTRA_TENANT_ID: authentication == 'entra' ? tenant().tenantId : ''
  DESPLIEGA_ENTRA_TOKEN_VERSIONS: entraTokenVersions
  DESPLIEGA_ENTRA_ISSUER: entraIssuer
  DESPLIEGA_ENTRA_JWKS_URL: entraJwksUrl
  DESPLIEGA_ENTRA_AUDIENCE: entraAudience
  DESPLIEGA_ENTRA_ROLE: entraRole
  DESPLIEGA_ENTRA_AUTH_CONTEXT: entraAuthContext
  DESPLIEGA_ENTRA_SIGN_IN_CLIENT_ID: entraSignInClientId
  DESPLIEGA_ENTRA_SIGN_IN_SCOPE: entraSignInScope
  DESPLIEGA_ENTRA_SIGN_IN_AUTHORITY: entraSignInAuthority
  DESPLIEGA_PSEUDONYM_KEYS: sensitive ? '@Microsoft.KeyVault(SecretUri=${secretsUri}/pseudonym-keys)' : ''
  DESPLIEGA_SENSITIVE_MODELS: sensitiveModels
  DESPLIEGA_AUDIT_CONTAINER_NAME: auditContainerName
  DESPLIEGA_PREDICTION_CONTAINER_NAME: predictionContainerName
  DESPLIEGA_PREDICTION_LOG: predictionLog
  DESPLIEGA_PREDICTION_KEY: recordKeys ? '@Microsoft.KeyVault(SecretUri=${secretsUri}/prediction-key)' : ''
  DESPLIEGA_DECISION_KEYS: decisionKeys
  DESPLIEGA_SIGNING_PUBLIC_KEYS: signingPublicKeys
  // App Service's front end.
  DESPLIEGA_TRUST_PROXY: '1'
  DESPLIEGA_ACCESS_LOG: 'on'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  // A caller who sends a trace of its own decides for it.
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio'
  OTEL_TRACES_SAMPLER_ARG: traceShare
}

// What App Service and the identity library read.
var platformSettings = {
  AZURE_CLIENT_ID: identity.clientId
  WEBSITES_PORT: '8080'
  WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false'
  WEBSITE_SWAP_WARMUP_PING_PATH: '/readyz'
  WEBSITE_SWAP_WARMUP_PING_STATUSES: '200'
}

var appSettings = [for setting in items(union(settings, platformSettings)): {
  name: setting.key
  value: setting.value
}]

var configuration = {
  linuxFxVersion: 'DOCKER|${image}'
  acrUseManagedIdentityCreds: true
  acrUserManagedIdentityID: identity.clientId
  alwaysOn: true
  appSettings: appSettings
  ftpsState: 'Disabled'
  // Not /healthz, which answers while models are still being loaded: such an instance must not get requests yet.
  healthCheckPath: '/readyz'
  http20Enabled: true
  minTlsVersion: '1.2'
  scmMinTlsVersion: '1.2'
  vnetRouteAllEnabled: true
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  // checkov:skip=CKV_AZURE_225:zones triple the price of the smallest plan
  name: 'despliega'
  location: location
  kind: 'linux'
  sku: {
    name: planSku
    capacity: planCapacity
  }
  properties: {
    reserved: true
  }
}

resource api 'Microsoft.Web/sites@2024-04-01' = {
  // checkov:skip=CKV_AZURE_17:callers bring a key or a token
  // checkov:skip=CKV_AZURE_212:planCapacity says how many there are; production has two
  // checkov:skip=CKV_AZURE_222:it serves callers outside of the network
  name: name
  location: location
  kind: 'app,linux,container'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    clientAffinityEnabled: false
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: subnetId
    siteConfig: configuration
  }
}

resource staging 'Microsoft.Web/sites/slots@2024-04-01' = {
  // checkov:skip=CKV_AZURE_212:planCapacity says how many there are; production has two
  // checkov:skip=CKV_AZURE_222:the pipeline tests it from outside of the network
  parent: api
  name: 'staging'
  location: location
  kind: 'app,linux,container'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    clientAffinityEnabled: false
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: subnetId
    siteConfig: configuration
  }
}

// Images come from the registry alone: nobody publishes with a password.
resource apiFtp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: api
  name: 'ftp'
  properties: { allow: false }
}

resource apiScm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: api
  name: 'scm'
  properties: { allow: false }
}

resource stagingFtp 'Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: staging
  name: 'ftp'
  properties: { allow: false }
}

resource stagingScm 'Microsoft.Web/sites/slots/basicPublishingCredentialsPolicies@2024-04-01' = {
  parent: staging
  name: 'scm'
  properties: { allow: false }
}

// Not AppServiceHTTPLogs: its urls name the users that were asked for, which the api's own access log never does.
var logs = [
  { category: 'AppServiceConsoleLogs', enabled: true }
  { category: 'AppServicePlatformLogs', enabled: true }
]

resource apiLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: api
  name: 'despliega'
  properties: {
    workspaceId: workspaceId
    logs: logs
  }
}

resource stagingLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: staging
  name: 'despliega'
  properties: {
    workspaceId: workspaceId
    logs: logs
  }
}

output id string = api.id
output planId string = plan.id
output name string = api.name
output hostName string = api.properties.defaultHostName
