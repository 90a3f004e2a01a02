metadata description = 'What pipelines may do with releases and images: that of the environment, and that of the next one, which takes what was tested here.'

param storageAccountName string
param containerName string
param privateContainerName string
param auditContainerName string
param runsTableName string
param registryName string

@description('The identity of the pipeline of this environment; empty for none.')
param principalId string

@description('Whether that pipeline copies releases to here and promotes them. One that does not reads what a training made.')
param promotes bool

@description('The identity of the pipeline of the next environment; empty for none.')
param nextPrincipalId string

// Built-in roles have the same ids in every tenant.
var storageBlobDataReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var storageTableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var acrPush = '8311e382-0749-4cb8-b61a-304f252e45ec'

// The role of access.bicep that adds and does nothing else.
var addsBlobs = guid(resourceGroup().id, 'add blobs')

// Of the container they read releases and what is known of them: no input, no identity of a person, nothing of an answer.
var read = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
var path = '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path]'
var readsReleases = '((!(ActionMatches{\'${read}\'} AND NOT SubOperationMatches{\'Blob.List\'})) OR (${path} StringLike \'output/*\' OR ${path} StringLike \'train_models/*\' OR ${path} StringLike \'monitor/*\'))'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' existing = {
  parent: account
  name: 'default'
}

// A release has its train table in the second one.
var containerNames = [containerName, privateContainerName]

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = [for name in containerNames: {
  parent: blobs
  name: name
}]

resource auditContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' existing = {
  parent: blobs
  name: auditContainerName
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

resource reads 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, index) in containerNames: if (!empty(principalId) && !promotes) {
  scope: containers[index]
  name: guid(containers[index].id, principalId, storageBlobDataReader)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataReader)
    condition: readsReleases
    conditionVersion: '2.0'
  }
}]

resource writes 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, index) in containerNames: if (!empty(principalId) && promotes) {
  scope: containers[index]
  name: guid(containers[index].id, principalId, storageBlobDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    condition: readsReleases
    conditionVersion: '2.0'
  }
}]

resource records 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId) && promotes) {
  scope: runsTable
  name: guid(runsTable.id, principalId, storageTableDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageTableDataContributor)
  }
}

resource audits 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId) && promotes) {
  scope: auditContainer
  name: guid(auditContainer.id, principalId, addsBlobs)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', addsBlobs)
  }
}

// The one that promotes takes images by its right to deploy.
resource pushes 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(principalId) && !promotes) {
  scope: registry
  name: guid(registry.id, principalId, acrPush)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPush)
  }
}

resource nextReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (name, index) in containerNames: if (!empty(nextPrincipalId)) {
  scope: containers[index]
  name: guid(containers[index].id, nextPrincipalId, storageBlobDataReader)
  properties: {
    principalId: nextPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataReader)
    condition: readsReleases
    conditionVersion: '2.0'
  }
}]

resource nextPulls 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(nextPrincipalId)) {
  scope: registry
  name: guid(registry.id, nextPrincipalId, acrPull)
  properties: {
    principalId: nextPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}
