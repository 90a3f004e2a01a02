metadata description = 'How many instances of the api there are: between two bounds, by the load of the plan and by requests.'

param location string
param planId string
param apiId string

@description('Fewest and most instances.')
param least int
param most int

@description('Percent of the cores of all instances, above which one more is added.')
param cpuPercent int

@description('Requests in a minute for each instance, above which one more is added.')
param requestsPerInstance int

// Each pair leaves room between adding and removing, so that the number does not swing: an instance goes only while both
// loads would fit on the others.
var cpu = {
  metricName: 'CpuPercentage'
  metricNamespace: 'microsoft.web/serverfarms'
  metricResourceUri: planId
  timeGrain: 'PT1M'
  statistic: 'Average'
  timeAggregation: 'Average'
  dividePerInstance: false
}
var requests = {
  metricName: 'Requests'
  metricNamespace: 'microsoft.web/sites'
  metricResourceUri: apiId
  timeGrain: 'PT1M'
  statistic: 'Sum'
  timeAggregation: 'Average'
  dividePerInstance: true
}
var add = {
  direction: 'Increase'
  type: 'ChangeCount'
  value: '1'
  cooldown: 'PT5M'
}
var remove = {
  direction: 'Decrease'
  type: 'ChangeCount'
  value: '1'
  cooldown: 'PT10M'
}

resource autoscale 'Microsoft.Insights/autoscaleSettings@2022-10-01' = {
  name: 'despliega-api'
  location: location
  properties: {
    enabled: true
    targetResourceUri: planId
    profiles: [
      {
        name: 'by load'
        capacity: {
          minimum: string(least)
          maximum: string(most)
          default: string(least)
        }
        rules: [
          {
            metricTrigger: union(cpu, { timeWindow: 'PT5M', operator: 'GreaterThan', threshold: cpuPercent })
            scaleAction: add
          }
          {
            metricTrigger: union(requests, { timeWindow: 'PT5M', operator: 'GreaterThan', threshold: requestsPerInstance })
            scaleAction: add
          }
          {
            metricTrigger: union(cpu, { timeWindow: 'PT15M', operator: 'LessThan', threshold: cpuPercent / 3 })
            scaleAction: remove
          }
          {
            metricTrigger: union(requests, { timeWindow: 'PT15M', operator: 'LessThan', threshold: requestsPerInstance / 3 })
            scaleAction: remove
          }
        ]
      }
    ]
  }
}
