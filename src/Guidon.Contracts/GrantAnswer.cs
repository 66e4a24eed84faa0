using System.Text.Json.Serialization;

namespace Guidon.Contracts;

/// <summary>What a person or a group may do at one place.</summary>
public sealed record GrantAnswer
{
    /// <summary>Its id.</summary>
    public required int Id { get; init; }

    /// <summary>Names, such as <c>VIEW_PROJECT</c>.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    /// <summary>True when nothing is missing.</summary>
    public required bool Admin { get; init; }

    /// <summary>The person; left out for a group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemberAnswer? User { get; init; }

    /// <summary>The id of the master API key; left out for others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MasterApiKey { get; init; }

    /// <summary>The group; left out for a person.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GroupSummary? Group { get; init; }
}
