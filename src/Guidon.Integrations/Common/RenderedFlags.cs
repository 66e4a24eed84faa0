using System.Runtime.CompilerServices;
using Guidon.Events;

namespace Guidon.Integrations.Common;

/// <summary>
/// All answers of one flag table as properties under one set of rules, rendered once: thousands of events share a table, and rendering
/// a hundred flags for each of them was most of what a batch cost.
/// </summary>
internal sealed class RenderedFlags
{
    // Weak in both: a table goes when no event needs it any more, rules go with their destination.
    private static readonly ConditionalWeakTable<PropertyRules, ConditionalWeakTable<FlagTable, RenderedFlags>> s_known = [];

    private readonly PropertyRules _rules;
    private readonly Dictionary<FlagOutcomeRow, FlagProperty> _properties = new(ReferenceEqualityComparer.Instance);

    private RenderedFlags(FlagTable table, PropertyRules rules)
    {
        _rules = rules;
        foreach (var row in table.Flags)
            foreach (var outcome in row.Outcomes)
                _properties[outcome] = FlagProperties.Render(row, outcome, rules);
    }

    internal static RenderedFlags Of(FlagTable table, PropertyRules rules)
    {
        var tables = s_known.GetOrCreateValue(rules);
        return tables.TryGetValue(table, out var known) ? known : tables.GetValue(table, missing => new RenderedFlags(missing, rules));
    }

    /// <summary>The property of one flag of an event. What an event carries itself, an identity override, is rendered for it alone.</summary>
    internal FlagProperty Of(EvaluatedFlag flag) =>
        _properties.TryGetValue(flag.Outcome, out var known) ? known : FlagProperties.Render(flag.Flag, flag.Outcome, _rules);
}
