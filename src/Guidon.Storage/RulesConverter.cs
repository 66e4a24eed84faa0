using System.Collections.Immutable;
using System.Text.Json;
using Guidon.Flags.Documents;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Guidon.Storage;

/// <summary>A segment's rules in one column, as JSON.</summary>
internal sealed class RulesConverter() : ValueConverter<ImmutableArray<RuleDocument>, string>(
    rules => Write(rules),
    json => Read(json))
{
    /// <summary>Whether they are written alike.</summary>
    internal static bool IsSame(ImmutableArray<RuleDocument> one, ImmutableArray<RuleDocument> two) => Write(one) == Write(two);

    private static string Write(ImmutableArray<RuleDocument> rules) =>
        JsonSerializer.Serialize(rules, StorageJson.Default.ImmutableArrayRuleDocument);

    private static ImmutableArray<RuleDocument> Read(string json) =>
        JsonSerializer.Deserialize(json, StorageJson.Default.ImmutableArrayRuleDocument);
}
