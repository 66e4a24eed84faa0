using System.Collections.Immutable;
using System.Globalization;
using Guidon.Flags;
using Guidon.Flags.Documents;

namespace Guidon.Evaluation.Tests.Differential;

/// <summary>Makes environment documents and identities at random. Equal seeds make equal ones.</summary>
internal sealed class RandomDocument(Random random)
{
    private const string Key = "KEYaaa";

    private static readonly string[] TraitNames = ["plan", "age", "beta", "version", "ratio", "email"];
    private static readonly string[] Properties =
        [.. TraitNames, .. TraitNames, "missing", "$.identity.identifier", "$.environment.name", "$.identity.traits.plan", "$.identity.key"];
    private static readonly string[] Operators =
    [
        "EQUAL", "NOT_EQUAL", "GREATER_THAN", "GREATER_THAN_INCLUSIVE", "LESS_THAN", "LESS_THAN_INCLUSIVE", "CONTAINS", "NOT_CONTAINS", "REGEX",
        "MODULO", "IN", "PERCENTAGE_SPLIT", "IS_SET", "IS_NOT_SET",
    ];

    private static readonly string[] Texts =
        ["pro", "free", "team", "1.2.3", "1.2.3-rc.1", "2.0.0", "someone@example.com", "user-1", "Production", "größe", "x", "7", "1.50", "", "v1.2.3"];

    private int _id = 1;

    public EnvironmentDocument Next()
    {
        _id = 1;
        var features = Enumerable.Range(1, random.Next(1, 6)).ToArray();
        return new()
        {
            Id = 9,
            ApiKey = Key,
            Name = "Production",
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Project = new()
            {
                Id = 4,
                Name = "Shop",
                Organisation = new() { Id = 2, Name = "Acme" },
                Segments = [.. Enumerable.Range(1, random.Next(0, 5)).Select(i => Segment(i, features))],
            },
            FeatureStates = [.. features.Select(feature => State(feature, null))],
            IdentityOverrides = [.. Enumerable.Range(0, 50).Where(_ => random.Next(20) == 0).Select(i => Override(i, features))],
        };
    }

    public (string Identifier, Trait[] Traits) Identity() =>
        ($"user-{random.Next(50)}", [.. TraitNames.Where(_ => random.Next(4) > 0).Select(name => new Trait(name, Value(), false))]);

    private SegmentDocument Segment(int id, int[] features) => new()
    {
        Id = 100 + id,
        Name = $"segment {id}",
        Rules = [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => Rule(2))],
        FeatureStates = [.. features.Where(_ => random.Next(2) == 0).Select(feature => State(feature, random.Next(3)))],
    };

    private RuleDocument Rule(int depth) => new()
    {
        Type = random.Next(3) switch { 0 => "ALL", 1 => "ANY", _ => "NONE" },
        Conditions = [.. Enumerable.Range(0, random.Next(0, 3)).Select(_ => Condition())],
        Rules = [.. Enumerable.Range(0, depth == 0 ? 0 : random.Next(0, 3)).Select(_ => Rule(depth - 1))],
    };

    private ConditionDocument Condition()
    {
        var name = Operators[random.Next(Operators.Length)];
        var property = name == "PERCENTAGE_SPLIT" && random.Next(4) > 0 ? "" : Properties[random.Next(Properties.Length)];
        return new() { Operator = name, Property = property, Value = ConditionValue(name) };
    }

    private string ConditionValue(string name) => name switch
    {
        "PERCENTAGE_SPLIT" => (random.Next(0, 1_001) / 10.0).ToString(CultureInfo.InvariantCulture),
        "MODULO" => $"{random.Next(0, 6)}|{random.Next(0, 4)}",
        "IN" => random.Next(2) == 0 ? string.Join(',', Text(), Text(), random.Next(5)) : $"[\"{Text()}\",\"{random.Next(5)}\"]",
        "REGEX" => random.Next(5) switch { 0 => @"^\d+", 1 => "^p.*", 2 => "^[a-z]+$", 3 => "^some.*com$", _ => "o" },
        _ => random.Next(6) switch { 0 => $"{random.Next(5)}", 1 => "1.5", 2 => "true", 3 => "False", 4 => Text() + ":semver", _ => Text() },
    };

    private FeatureStateDocument State(int feature, int? priority)
    {
        var id = 1_000 + _id++;
        return new()
        {
            Feature = new(feature, $"feature_{feature}", "STANDARD"),
            Enabled = random.Next(2) == 0,
            DjangoId = random.Next(5) == 0 ? null : id,
            FeatureStateUuid = Uuid(id),
            FeatureSegmentPriority = priority,
            ValueJson = ValueJson(),
            MultivariateValues = Options(id),
        };
    }

    private ImmutableArray<MultivariateDocument> Options(int state) => random.Next(2) == 0 ? [] :
    [
        .. Enumerable.Range(1, random.Next(1, 4)).Select(i => new MultivariateDocument
        {
            Id = (state * 10) + i,
            Uuid = Uuid((state * 10) + i),
            PercentageAllocation = random.Next(0, 331) / 10.0,
            OptionId = (state * 10) + i,
            OptionValueJson = ValueJson(),
        }),
    ];

    private IdentityOverrideDocument Override(int user, int[] features) => new()
    {
        Identifier = $"user-{user}",
        EnvironmentApiKey = Key,
        CreatedAt = DateTimeOffset.UnixEpoch,
        IdentityUuid = Uuid(user + 1),
        // The SDK merges identities with equal overrides into one segment with one of their keys, so options would be split by a stranger's.
        Features = [.. features.Where(_ => random.Next(2) == 0).Select(feature => State(feature, null) with { MultivariateValues = [] })],
    };

    private static string Uuid(int id) => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{id:000000000000}");

    private string Text() => Texts[random.Next(Texts.Length)];

    private string ValueJson() => random.Next(4) switch { 0 => "null", 1 => $"{random.Next(100)}", 2 => "true", _ => $"\"{Text()}\"" };

    private TraitValue Value() => random.Next(7) switch
    {
        0 => TraitValue.Number($"{random.Next(0, 7)}"),
        1 => TraitValue.Number("1.5"),
        2 => TraitValue.Boolean(random.Next(2) == 0),
        3 => TraitValue.Number($"-{random.Next(1, 7)}"),
        _ => TraitValue.Text(Text()),
    };
}
