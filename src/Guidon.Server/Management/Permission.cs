namespace Guidon.Server.Management;

/// <summary>
/// What a route needs. Those with a key can be granted; the others follow from role and place. The grantable ones stand in
/// <see cref="OrganisationPermission"/>, <see cref="ProjectPermission"/> and <see cref="EnvironmentPermission"/>.
/// </summary>
/// <param name="Key">The name that clients know; empty for what cannot be granted.</param>
/// <param name="Level">Where it is granted; without a key the place of the request says it.</param>
/// <param name="Description">For people.</param>
internal sealed record Permission(string Key, Level Level, string Description)
{
    /// <summary>Belongs to the organisation, in whatever role.</summary>
    internal static Permission Member { get; } = new("", Level.Organisation, "Belongs to the organisation.");

    /// <summary>May see the organisation, project or environment that the path names.</summary>
    internal static Permission View { get; } = new("", Level.Organisation, "May see the place.");

    /// <summary>Is an administrator of the organisation, project or environment that the path names.</summary>
    internal static Permission Admin { get; } = new("", Level.Organisation, "Is an administrator of the place.");
}
