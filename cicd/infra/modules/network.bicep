metadata description = 'The network that the api and the jobs reach the storage account and the key vault from.'

param location string

@description('Addresses of the network, 1,024 of them or more.')
param addressPrefix string

var serviceEndpoints = [
  { service: 'Microsoft.KeyVault' }
  { service: 'Microsoft.Storage' }
]

// No rule of its own: the default ones let in nobody from outside of the network.
resource rules 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'despliega'
  location: location
}

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'despliega'
  location: location
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'api'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 0)
          networkSecurityGroup: { id: rules.id }
          serviceEndpoints: serviceEndpoints
          delegations: [
            {
              name: 'api'
              properties: { serviceName: 'Microsoft.Web/serverFarms' }
            }
          ]
        }
      }
      {
        name: 'jobs'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 1)
          networkSecurityGroup: { id: rules.id }
          serviceEndpoints: serviceEndpoints
          delegations: [
            {
              name: 'jobs'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 2)
          networkSecurityGroup: { id: rules.id }
        }
      }
    ]
  }
}

output id string = network.id
output apiSubnetId string = network.properties.subnets[0].id
output jobsSubnetId string = network.properties.subnets[1].id
output endpointsSubnetId string = network.properties.subnets[2].id
