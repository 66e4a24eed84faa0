using Guidon.Contracts;

namespace Guidon.Dashboard.Organisation;

/// <summary>People, invitations and master API keys of an organisation.</summary>
public sealed record MembersView
{
    /// <summary>Everybody.</summary>
    public required IReadOnlyList<MemberAnswer> Members { get; init; }

    /// <summary>Open ones; empty for who may not see them.</summary>
    public required IReadOnlyList<InviteAnswer> Invites { get; init; }

    /// <summary>Empty for who may not see them.</summary>
    public required IReadOnlyList<MasterKeyAnswer> Keys { get; init; }

    /// <summary>A key that was made just now; shown this once.</summary>
    public string? NewKey { get; init; }
}
