metadata description = 'What the resource group may cost in a month, and mail when it costs more or is about to. Nothing is stopped.'

@description('In the currency of the subscription.')
param amount int

@description('The first day of the month in which the budget is made, as 2026-02-01. A later deployment gives the same day.')
param from string

param email string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: 'despliega'
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: from
    }
    notifications: {
      mostIsSpent: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        thresholdType: 'Actual'
        threshold: 80
        contactEmails: [email]
      }
      allWillBeSpent: {
        enabled: true
        operator: 'GreaterThanOrEqualTo'
        thresholdType: 'Forecasted'
        threshold: 100
        contactEmails: [email]
      }
    }
  }
}
