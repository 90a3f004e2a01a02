metadata description = 'Who may do what: the api reads releases and adds audit records, recorded answers and decisions, the trainer and the monitor write blobs and the record of runs, all read their keys and pull images.'

param storageAccountName string
param containerName string
param privateContainerName string
param auditContainerName string
param predictionContainerName string
param runsTableName string
param registryName string
param keyVaultName string
param apiPrincipalId string
param trainerPrincipalId string
param monitorPrincipalId string

@description('Names of the secrets that this deployment writes. Rights on the others stay as they are.')
param writtenSecrets string[]

@description('Whether the trainer makes tables of features, each with a name of its own.')
param publishFeatures bool

// Built-in roles have the same ids in every tenant.
var storageBlobDataReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' existing = {
  parent: account
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: containerName
}

resource privateContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: privateContainerName
}

resource auditContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: auditContainerName
}

resource predictionContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: predictionContainerName
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' existing = {
  parent: account
  name: 'default'
}

resource runsTable 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' existing = {
  parent: tables
  name: runsTableName
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName
}

resource apiKeys 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault
  name: 'api-keys'
}

resource pseudonymKeys 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault
  name: 'pseudonym-keys'
}

resource predictionKey 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault
  name: 'prediction-key'
}

resource identityKeys 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault
  name: 'identity-keys'
}

resource webhookSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {
  parent: vault
  name: 'webhook-secret'
}

resource apiReadsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: container
  name: guid(container.id, apiPrincipalId, storageBlobDataReader)
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataReader)
  }
}

// No built-in role adds and does nothing else.
var groupId = resourceGroup().id
var addsBlobs = guid(groupId, 'add blobs')

resource addingBlobs 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: addsBlobs
  properties: {
    roleName: 'Despliega: add blobs in ${resourceGroup().name}'
    description: 'Makes new blobs and appends to blobs; reads, overwrites and deletes none.'
    type: 'CustomRole'
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action']
        notDataActions: []
      }
    ]
    assignableScopes: [groupId]
  }
}

// It neither reads, overwrites nor deletes a record.
resource apiAddsAudit 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: auditContainer
  name: guid(auditContainer.id, apiPrincipalId, addsBlobs)
  dependsOn: [addingBlobs]
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', addsBlobs)
  }
}

resource apiAddsPredictions 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: predictionContainer
  name: guid(predictionContainer.id, apiPrincipalId, addsBlobs)
  dependsOn: [addingBlobs]
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', addsBlobs)
  }
}

resource apiReadsApiKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'api-keys')) {
  scope: apiKeys
  name: guid(apiKeys.id, apiPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource apiReadsPredictionKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'prediction-key')) {
  scope: predictionKey
  name: guid(predictionKey.id, apiPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource apiReadsPseudonymKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'pseudonym-keys')) {
  scope: pseudonymKeys
  name: guid(pseudonymKeys.id, apiPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource apiPulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, apiPrincipalId, acrPull)
  properties: {
    principalId: apiPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

resource trainerWritesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: container
  name: guid(container.id, trainerPrincipalId, storageBlobDataContributor)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}

resource trainerWritesPrivateBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: privateContainer
  name: guid(privateContainer.id, trainerPrincipalId, storageBlobDataContributor)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}

resource trainerWritesRuns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: runsTable
  name: guid(runsTable.id, trainerPrincipalId, storageTableDataContributor)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
  }
}

resource trainerWritesFeatures 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (publishFeatures) {
  scope: tables
  name: guid(tables.id, trainerPrincipalId, storageTableDataContributor)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
  }
}

// Only the trainer can resolve pseudonyms.
resource trainerReadsIdentityKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'identity-keys')) {
  scope: identityKeys
  name: guid(identityKeys.id, trainerPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource trainerReadsPseudonymKeys 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'pseudonym-keys')) {
  scope: pseudonymKeys
  name: guid(pseudonymKeys.id, trainerPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource trainerReadsWebhookSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'webhook-secret')) {
  scope: webhookSecret
  name: guid(webhookSecret.id, trainerPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource trainerPulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, trainerPrincipalId, acrPull)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

// What it may start, monitor.bicep says.
resource monitorReadsPredictions 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: predictionContainer
  name: guid(predictionContainer.id, monitorPrincipalId, storageBlobDataReader)
  properties: {
    principalId: monitorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataReader)
  }
}

// It asks inputs and outcomes what became of those that were answered.
resource monitorReadsPrivateBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: privateContainer
  name: guid(privateContainer.id, monitorPrincipalId, storageBlobDataReader)
  properties: {
    principalId: monitorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataReader)
  }
}

resource monitorWritesBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: container
  name: guid(container.id, monitorPrincipalId, storageBlobDataContributor)
  properties: {
    principalId: monitorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
  }
}

resource monitorWritesRuns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: runsTable
  name: guid(runsTable.id, monitorPrincipalId, storageTableDataContributor)
  properties: {
    principalId: monitorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
  }
}

resource monitorReadsWebhookSecret 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (contains(writtenSecrets, 'webhook-secret')) {
  scope: webhookSecret
  name: guid(webhookSecret.id, monitorPrincipalId, keyVaultSecretsUser)
  properties: {
    principalId: monitorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

resource monitorPulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, monitorPrincipalId, acrPull)
  properties: {
    principalId: monitorPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}
