using System.Collections.Immutable;
using Guidon.Contracts;
using Guidon.Flags.Documents;

namespace Guidon.Server.Management.Segments;

/// <summary>Shows rule trees. Rules and conditions have no rows; clients expect ids, so they are counted through.</summary>
internal static class RuleView
{
    internal static IReadOnlyList<RuleAnswer> Show(ImmutableArray<RuleDocument> rules)
    {
        var (ruleIds, conditionIds) = (0, 0);
        return Show(rules, ref ruleIds, ref conditionIds);
    }

    internal static bool IsSame(ImmutableArray<RuleDocument> one, ImmutableArray<RuleDocument> two) =>
        one.Length == two.Length && one.Zip(two).All(pair =>
            pair.First.Type == pair.Second.Type && pair.First.Conditions.SequenceEqual(pair.Second.Conditions) && IsSame(pair.First.Rules, pair.Second.Rules));

    private static List<RuleAnswer> Show(ImmutableArray<RuleDocument> rules, ref int ruleIds, ref int conditionIds)
    {
        var shown = new List<RuleAnswer>(rules.Length);
        foreach (var rule in rules)
        {
            var id = ++ruleIds;
            var conditions = new List<ConditionAnswer>(rule.Conditions.Length);
            foreach (var each in rule.Conditions) conditions.Add(new ConditionAnswer(++conditionIds, each.Property, each.Operator, each.Value, each.Description));
            shown.Add(new RuleAnswer(id, rule.Type, Show(rule.Rules, ref ruleIds, ref conditionIds), conditions));
        }

        return shown;
    }
}
