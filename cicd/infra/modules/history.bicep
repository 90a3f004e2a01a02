metadata description = 'A PostgreSQL of histories that knows no passwords: people and the trainer sign in by Entra ID.'

param location string
param name string

@description('Who grants rights in the database: objectId, name and type, which is User, Group or ServicePrincipal.')
param administrator object

@description('Name of the trainer\'s identity, which is also that of its role in the database.')
param trainerName string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  sku: {
    name: 'Standard_B2s'
    tier: 'Burstable'
  }
  properties: {
    version: '16'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 7
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: 'Disabled'
    }
  }
}

resource administrators 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: administrator.objectId
  properties: {
    principalName: administrator.name
    principalType: administrator.type
    tenantId: tenant().tenantId
  }
}

// The server refuses two changes at once.
resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'history'
  dependsOn: [administrators]
  properties: {
    charset: 'UTF8'
    collation: 'C'
  }
}

// Programs in Azure may knock, the trainer among them; without a token nobody gets in.
resource azure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = {
  parent: server
  name: 'azure'
  dependsOn: [database]
  properties: {
    startIpAddress: '0.0.0.0'
    endIpAddress: '0.0.0.0'
  }
}

output url string = 'postgres://${trainerName}@${server.properties.fullyQualifiedDomainName}/${database.name}?auth=entra'
