using System.Collections.Immutable;
using System.Globalization;
using Guidon.Evaluation;
using Guidon.Flags;
using Guidon.Flags.Documents;

namespace Guidon.Bench;

/// <summary>
/// The document that evaluation is measured on: 100 features of which 5 are multivariate, 20 segments of 3 rules of which 10 override a
/// feature, and an identity with 10 traits that is in about half of the segments.
/// </summary>
public static class EvaluationDocument
{
    public const string Identifier = "user-12345";

    private const string Key = "bench-environment-key";
    private const int Features = 100;
    private const int Segments = 20;
    private const int Overrides = 10;
    private const int Multivariate = 5;

    public static EnvironmentDocument Document { get; } = new()
    {
        Id = 1,
        ApiKey = Key,
        Name = "Bench",
        UpdatedAt = DateTimeOffset.UnixEpoch,
        Project = new()
        {
            Id = 1,
            Name = "Bench",
            Organisation = new() { Id = 1, Name = "Bench" },
            Segments = [.. Enumerable.Range(0, Segments).Select(Segment)],
        },
        FeatureStates = [.. Enumerable.Range(0, Features).Select(i => State(i, 30_000 + i, null, i >= Features - Multivariate))],
    };

    public static Trait[] Traits { get; } =
    [
        new("country", TraitValue.Text("NL"), false),
        new("age", TraitValue.Number("34"), false),
        new("email", TraitValue.Text("user-12345@example.com"), false),
        new("plan", TraitValue.Text("enterprise"), false),
        new("seats", TraitValue.Number("250"), false),
        new("app_version", TraitValue.Text("2.4.1"), false),
        new("platform", TraitValue.Text("web"), false),
        new("beta", TraitValue.Boolean(true), false),
        new("logins", TraitValue.Number("57"), false),
        new("balance", TraitValue.Number("1024.5"), false),
    ];

    private static SegmentDocument Segment(int i) => new()
    {
        Id = 200 + i,
        Name = string.Create(CultureInfo.InvariantCulture, $"segment_{i:00}"),
        Rules = [new() { Type = "ALL", Rules = Rules(i) }],
        // The stride keeps clear of the multivariate features at the end.
        FeatureStates = i < Overrides ? [State(i * 7, 40_000 + i, i, false)] : [],
    };

    /// <summary>Three rules; every operator comes up, and odd segments leave the identity out in their last rule.</summary>
    private static ImmutableArray<RuleDocument> Rules(int i) =>
    [
        Rule("ANY", ("country", "EQUAL", "BE"), ("country", "IN", "NL,DE,FR")),
        (i % 5) switch
        {
            0 => Rule("ALL", ("age", "GREATER_THAN_INCLUSIVE", "18"), ("email", "CONTAINS", "@example.com")),
            1 => Rule("ALL", ("app_version", "GREATER_THAN", "2.3.0:semver"), ("logins", "MODULO", "2|1")),
            2 => Rule("ALL", ("email", "REGEX", @"^user-\d+@"), ("balance", "LESS_THAN", "2000.0")),
            3 => Rule("ALL", ("", "PERCENTAGE_SPLIT", "95"), ("beta", "EQUAL", "true")),
            _ => Rule("ALL", ("platform", "NOT_EQUAL", "ios"), ("seats", "IS_SET", "")),
        },
        Rule("NONE", ("plan", "EQUAL", i % 2 == 0 ? "banned" : "enterprise"), ("trial", "IS_SET", "")),
    ];

    private static RuleDocument Rule(string type, params (string Property, string Operator, string Value)[] conditions) => new()
    {
        Type = type,
        Conditions = [.. conditions.Select(c => new ConditionDocument { Property = c.Property, Operator = c.Operator, Value = c.Value })],
    };

    private static FeatureStateDocument State(int feature, int id, int? priority, bool multivariate) => new()
    {
        Feature = new(1_000 + feature, string.Create(CultureInfo.InvariantCulture, $"feature_{feature:000}"), multivariate ? "MULTIVARIATE" : "STANDARD"),
        Enabled = feature % 3 != 0,
        DjangoId = id,
        FeatureStateUuid = Uuid(id),
        FeatureSegmentPriority = priority,
        ValueJson = feature % 2 == 0 ? "null" : string.Create(CultureInfo.InvariantCulture, $"\"value-{id}\""),
        MultivariateValues = multivariate ? [Option(id, 1, 30), Option(id, 2, 30)] : [],
    };

    private static MultivariateDocument Option(int state, int number, double weight) => new()
    {
        Id = (state * 10) + number,
        Uuid = Uuid((state * 10) + number),
        PercentageAllocation = weight,
        OptionId = (state * 10) + number,
        OptionValueJson = string.Create(CultureInfo.InvariantCulture, $"\"option-{number}\""),
        OptionKey = string.Create(CultureInfo.InvariantCulture, $"option_{number}"),
    };

    private static string Uuid(int id) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{id:000000000000}");
}
