using System.Collections.Immutable;
using Guidon.Flags;
using Guidon.Flags.Checks;
using Guidon.Flags.Documents;
using Guidon.Server.Edge;

namespace Guidon.Server.Management.Segments;

/// <summary>
/// The rules in a body, with everything that is wrong with them noted where it stands. Items that say <c>delete: true</c> are left out, as
/// clients expect.
/// </summary>
internal sealed class RuleTree
{
    private const int TextCharsMax = 1_000;
    private const int DescriptionCharsMax = 2_000;

    // A document may carry these and they only never match; here their author can still be told.
    private static readonly HashSet<string> s_refused = ["invalid_pattern", "invalid_modulo", "invalid_percentage"];

    private readonly Dictionary<string, FieldErrors> _places = new(StringComparer.Ordinal);

    /// <param name="segment">The body; its <c>rules</c> are read.</param>
    internal RuleTree(FieldReader segment)
    {
        _places[""] = segment.Errors;
        Rules = Items(segment, "rules", DocumentLimits.RulesPerSegmentMax, (item, at) => Rule(item, at, 1), "");
        if (Rules.IsEmpty) segment.Errors.Add("rules", "Segment cannot be created without any rules.");
        foreach (var finding in SegmentChecks.Check(new SegmentDocument { Id = 1, Name = "", Rules = Rules })) Note(finding);
    }

    internal ImmutableArray<RuleDocument> Rules { get; }

    private RuleDocument Rule(FieldReader item, string at, int depth) => new()
    {
        Type = item.Text("type", charsMax: 20) ?? "",
        Conditions = Items(item, "conditions", DocumentLimits.ConditionsPerRuleMax, (condition, _) => Condition(condition), at),
        // One level beyond the limit is enough to say that there is one.
        Rules = depth > DocumentLimits.RuleDepthMax ? [] : Items(item, "rules", DocumentLimits.RulesPerSegmentMax, (rule, inner) => Rule(rule, inner, depth + 1), at),
    };

    private static ConditionDocument Condition(FieldReader item) => new()
    {
        Operator = item.Text("operator", charsMax: 50) ?? "",
        Property = item.TextOrNull("property", TextCharsMax),
        Value = item.TextOrNull("value", TextCharsMax),
        Description = item.TextOrNull("description", DescriptionCharsMax),
    };

    private ImmutableArray<T> Items<T>(FieldReader owner, string name, int most, Func<FieldReader, string, T> read, string at)
    {
        var kept = (owner.ItemsOrNull(name, most) ?? []).Where(item => !(item.IsObject && item.Optional("delete") is { ValueKind: System.Text.Json.JsonValueKind.True })).ToList();
        return
        [
            .. kept.Select((item, index) =>
            {
                var place = $"{(at.Length == 0 ? "" : at + ".")}{name}[{index}]";
                _places[place] = item.Errors;
                return read(item, place);
            }),
        ];
    }

    // "rules[0].conditions[2].value" is the field "value" of what stands at the rest; a place of its own is a rule as a whole.
    private void Note(Finding finding)
    {
        if (finding.Severity != Severity.Error && !s_refused.Contains(finding.Code)) return;
        if (_places.TryGetValue(finding.Field, out var whole))
        {
            whole.Add("non_field_errors", finding.Message);
            return;
        }

        var dot = finding.Field.LastIndexOf('.');
        if (_places.TryGetValue(dot < 0 ? "" : finding.Field[..dot], out var errors)) errors.Add(finding.Field[(dot + 1)..], finding.Message);
    }
}
