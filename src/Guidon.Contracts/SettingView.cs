namespace Guidon.Contracts;

/// <summary>One setting of an integration, as a form needs it.</summary>
public sealed record SettingView
{
    /// <summary>The name in the API.</summary>
    public required string Name { get; init; }

    /// <summary><c>text</c>, <c>secret</c>, <c>address</c>, <c>choice</c>, <c>number</c> or <c>switch</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>One sentence for the person who fills it in.</summary>
    public required string Purpose { get; init; }

    /// <summary>Whether it must be given.</summary>
    public required bool Required { get; init; }

    /// <summary>What holds when it is not given.</summary>
    public required string Default { get; init; }

    /// <summary>The allowed values of a choice; suggestions for an address.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>UTF-16 characters.</summary>
    public required int CharactersMax { get; init; }
}
