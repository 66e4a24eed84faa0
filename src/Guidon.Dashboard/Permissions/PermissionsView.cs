using Guidon.Contracts;

namespace Guidon.Dashboard.Permissions;

/// <summary>Who may do what at one place.</summary>
public sealed record PermissionsView
{
    /// <summary>A kind of place and its id or key, as paths of the management API begin.</summary>
    public required string Place { get; init; }

    /// <summary>Places that the person administers, by their paths, with what people call them.</summary>
    public required IReadOnlyList<(string Path, string Title)> Places { get; init; }

    /// <summary>What can be granted here.</summary>
    public required IReadOnlyList<PermissionAnswer> Known { get; init; }

    /// <summary>What was granted here, to people first, then to groups, then to keys.</summary>
    public required IReadOnlyList<Holding> Holdings { get; init; }

    /// <summary>To whom something can be granted: kind, id and name.</summary>
    public required IReadOnlyList<(string Holder, int Id, string Name)> Candidates { get; init; }

    /// <summary>Who may do everything without a grant.</summary>
    public required IReadOnlyList<string> Administrators { get; init; }
}
