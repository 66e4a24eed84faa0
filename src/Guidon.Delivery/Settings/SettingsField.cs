using System.Collections.Immutable;

namespace Guidon.Delivery.Settings;

/// <summary>One setting of an integration. Forms, API schema and documentation are made from it.</summary>
public sealed record SettingsField
{
    /// <summary>The name in the API, for example <c>api_key</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How it is entered and shown.</summary>
    public required SettingKind Kind { get; init; }

    /// <summary>What it is for, one sentence for the person who fills it in.</summary>
    public required string Purpose { get; init; }

    /// <summary>UTF-16 characters; longer ones are refused. Default 200.</summary>
    public int CharactersMax { get; init; } = 200;

    /// <summary>The largest number; only for numbers. Default 1,000,000.</summary>
    public int NumberMax { get; init; } = 1_000_000;

    /// <summary>Whether it must be given and not blank.</summary>
    public bool Required { get; init; }

    /// <summary>What holds when it is not given; <c>false</c> or <c>true</c> for a switch.</summary>
    public string Default { get; init; } = "";

    /// <summary>The allowed values of a choice; suggestions for an address; otherwise empty.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];
}
