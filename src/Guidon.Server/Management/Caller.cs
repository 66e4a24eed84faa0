using System.Collections.Immutable;
using Guidon.Storage.Model;

namespace Guidon.Server.Management;

/// <summary>
/// Who sent a management request, and the one place that decides what it may. What belongs to other organisations, and what it may not see,
/// does not exist for it.
/// </summary>
internal sealed record Caller
{
    /// <summary>What the path names; where it names nothing, the organisation that the caller chose or its first. Of the organisation 0 for a person without any.</summary>
    internal Place Place { get; init; } = new(0);

    /// <summary>The organisation of the place.</summary>
    internal int OrganisationId => Place.OrganisationId;

    /// <summary>A person's e-mail address or the name of a master API key: what audit records and receivers are told.</summary>
    internal required string Name { get; init; }

    /// <summary>The person; <see langword="null"/> for a master API key.</summary>
    internal int? UserId { get; init; }

    /// <summary>The master API key; <see langword="null"/> for a person.</summary>
    internal int? KeyId { get; init; }

    /// <summary>By what throttles know it.</summary>
    internal (int? User, int? Key) Who => (UserId, KeyId);

    /// <summary>The hash of the token that the person showed, for signing out; <see langword="null"/> for a master API key.</summary>
    internal string? TokenHash { get; init; }

    /// <summary>UTC, when the person signed in for this token; of no meaning for a master API key.</summary>
    internal DateTimeOffset SignedInAt { get; init; }

    /// <summary>True when an organisation of the person asks for a second factor, and neither one is switched on nor a provider vouched for the person.</summary>
    internal bool OwesSecondFactor { get; init; }

    /// <summary>True when the person looks after this installation.</summary>
    internal bool IsSuperuser { get; init; }

    /// <summary>The organisations that the caller belongs to, and whether as an administrator.</summary>
    internal required ImmutableSortedDictionary<int, bool> Organisations { get; init; }

    /// <summary>What was granted to the caller itself and to its groups.</summary>
    internal ImmutableArray<PermissionGrant> Grants { get; init; } = [];

    /// <summary>The server itself: nobody asked.</summary>
    internal static Caller Server { get; } = Nobody("");

    /// <summary>Who is about to become somebody.</summary>
    /// <param name="name">What audit records are told.</param>
    internal static Caller Nobody(string name) => new() { Name = name, Organisations = ImmutableSortedDictionary<int, bool>.Empty };

    /// <summary>Everything follows from this: role, then administration of the place or one above, then single grants.</summary>
    internal bool May(Permission permission, Place place)
    {
        if (!Organisations.TryGetValue(place.OrganisationId, out var isAdmin)) return false;
        if (isAdmin || permission == Permission.Member) return true;
        if (permission == Permission.Admin) return IsAdminOf(place);
        if (permission == Permission.View)
        {
            return place.Level switch
            {
                Level.Environment => IsAdminOf(place) || Has(EnvironmentPermission.View, place),
                Level.Project => IsAdminOf(place) || Has(ProjectPermission.View, place),
                _ => true,
            };
        }

        // A permission of a project counts in its environments; the administrator of one environment has none in the project.
        return IsAdminOf(permission.Level == Level.Project ? place with { EnvironmentId = null } : place) || Has(permission, place);
    }

    private bool IsAdminOf(Place place) => Grants.Any(grant =>
        grant.IsAdmin && ((grant.ProjectId is { } project && project == place.ProjectId) || (grant.EnvironmentId is { } environment && environment == place.EnvironmentId)));

    private bool Has(Permission permission, Place place) => Grants.Any(grant =>
        IsAt(grant, permission.Level, place) && grant.Permissions.Split(' ').Contains(permission.Key, StringComparer.Ordinal));

    private static bool IsAt(PermissionGrant grant, Level level, Place place) => level switch
    {
        Level.Organisation => grant.OrganisationId == place.OrganisationId,
        Level.Project => grant.ProjectId is not null && grant.ProjectId == place.ProjectId,
        _ => grant.EnvironmentId is not null && grant.EnvironmentId == place.EnvironmentId,
    };
}
