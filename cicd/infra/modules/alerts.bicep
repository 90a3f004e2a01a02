metadata description = 'The alerts: a training run failed, the api answers with 5xx, or it cannot be reached.'

param email string
param apiId string
param jobIds string[]
param availabilityTestId string
param insightsId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'despliega'
  location: 'global'
  properties: {
    groupShortName: 'despliega'
    enabled: true
    emailReceivers: [
      {
        name: 'email'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource failedTraining 'Microsoft.Insights/metricAlerts@2018-03-01' = [for jobId in jobIds: {
  name: 'despliega-${last(split(jobId, '/'))}-failed'
  location: 'global'
  properties: {
    description: 'A training run failed, or its release was held back by its gates.'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [jobId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'failed'
          metricNamespace: 'Microsoft.App/jobs'
          metricName: 'Executions'
          dimensions: [
            {
              name: 'state'
              operator: 'Include'
              values: ['Failed']
            }
          ]
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}]

resource serverErrors 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'despliega-api-5xx'
  location: 'global'
  properties: {
    description: 'The api answered more than ten requests with 5xx within five minutes.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [apiId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: '5xx'
          metricNamespace: 'Microsoft.Web/sites'
          metricName: 'Http5xx'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource unreachable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'despliega-api-unreachable'
  location: 'global'
  properties: {
    description: 'The api is not ready, seen from two places at least.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [availabilityTestId, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: availabilityTestId
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: people.id }]
  }
}
