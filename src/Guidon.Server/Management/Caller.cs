namespace Guidon.Server.Management;

/// <summary>Who sent a management request. Sees and changes what belongs to its organisation; everything else does not exist for it.</summary>
/// <param name="OrganisationId">The organisation of the master API key.</param>
internal sealed record Caller(int OrganisationId);
