metadata description = 'The storage account: a container of releases, one of inputs and train tables, one of audit records, one of recorded answers and decisions, and the table of runs.'

param location string
param name string
param sku string

@description('Days for which what was deleted or overwritten can be had back.')
param keepDays int = 30

@description('Days after which a release is moved to storage that costs less to keep and more to read.')
param coolAfterDays int = 90

@description('Days after which recorded answers are deleted.')
param predictionDays int = 180

@description('Days for which no audit record can be changed or deleted; 0 leaves the policy as it is.')
param auditDays int

@description('Addresses, and ranges of four or more, that may reach it from outside of the network.')
param allowedAddresses string[]

@description('Ids of the subnets that may reach it.')
param allowedSubnets string[]

@description('Whether it answers outside of private endpoints: Enabled or Disabled.')
param publicAccess string

var containerName = 'despliega'
var privateContainerName = 'despliega-private'
var auditContainerName = 'despliega-audit'
var predictionContainerName = 'despliega-predictions'
var runsTableName = 'despliegaruns'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  // checkov:skip=CKV_AZURE_206:storageSku chooses the copies; those of production are in three zones
  name: name
  location: location
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: publicAccess
    supportsHttpsTrafficOnly: true
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
      ipRules: [for address in allowedAddresses: {
        value: address
        action: 'Allow'
      }]
      virtualNetworkRules: [for subnet in allowedSubnets: {
        id: subnet
        action: 'Allow'
      }]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: {
      enabled: true
      days: keepDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: keepDays
    }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: containerName
  properties: {
    publicAccess: 'None'
  }
}

// Apart, so that the api cannot read inputs, train tables and identities.
resource privateContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: privateContainerName
  properties: {
    publicAccess: 'None'
  }
}

// Apart, so that the api can add here. No rule below reaches it.
resource auditContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: auditContainerName
  properties: {
    publicAccess: 'None'
  }
}

// Nothing overwrites or deletes a record; lines can still be added to it. A policy that was locked can only be made longer, and
// by another request than this one.
resource auditPolicy 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2024-01-01' = if (auditDays > 0) {
  parent: auditContainer
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: auditDays
    allowProtectedAppendWrites: true
  }
}

// Apart, so that the api can add here. Decisions are here too, and no rule deletes them.
resource predictionContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  parent: blobs
  name: predictionContainerName
  properties: {
    publicAccess: 'None'
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource runsTable 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = {
  parent: tables
  name: runsTableName
}

// No rule deletes or archives a current blob of a release. Age does not tell which release serves: the champion may be the oldest
// one of all, and only the pointer names it. A cool blob is read like any other, so a champion may cool down too.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'cool-old-releases'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${containerName}/output/', '${containerName}/train_models/', '${privateContainerName}/output/']
            }
            actions: {
              baseBlob: {
                tierToCool: { daysAfterModificationGreaterThan: coolAfterDays }
              }
            }
          }
        }
        {
          name: 'delete-recorded-answers'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['appendBlob', 'blockBlob']
              prefixMatch: ['${predictionContainerName}/predictions/']
            }
            actions: {
              baseBlob: {
                delete: { daysAfterModificationGreaterThan: predictionDays }
              }
              version: {
                delete: { daysAfterCreationGreaterThan: keepDays }
              }
            }
          }
        }
        {
          name: 'drop-what-was-overwritten'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${containerName}/', '${privateContainerName}/']
            }
            actions: {
              version: {
                delete: { daysAfterCreationGreaterThan: keepDays }
              }
            }
          }
        }
      ]
    }
  }
}

output accountName string = account.name
output blobUrl string = account.properties.primaryEndpoints.blob
output containerName string = container.name
output containerId string = container.id
output privateContainerName string = privateContainer.name
output privateContainerId string = privateContainer.id
output auditContainerName string = auditContainer.name
output predictionContainerName string = predictionContainer.name
output runsTableName string = runsTable.name
output tableUrl string = account.properties.primaryEndpoints.table
