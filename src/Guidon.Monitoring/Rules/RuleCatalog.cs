namespace Guidon.Monitoring.Rules;

/// <summary>All rules. Prometheus rules, runbook pages and the product's own alerts are made from this list and from nothing else.</summary>
public static class RuleCatalog
{
    /// <summary>In the order of their codes.</summary>
    public static IReadOnlyList<AlertRule> All { get; } = [.. DeliveryRules.All, .. RetentionRules.All, .. LedgerRules.All, .. BurnRules.All, .. NodeRules.All];

    /// <summary>The rule with this name; <see langword="null"/> when there is none.</summary>
    public static AlertRule? Find(string name) => All.FirstOrDefault(rule => rule.Name == name);
}
