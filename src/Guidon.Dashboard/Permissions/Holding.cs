using Guidon.Contracts;

namespace Guidon.Dashboard.Permissions;

/// <summary>What somebody was granted.</summary>
/// <param name="Holder"><c>user</c>, <c>user-group</c> or <c>master-api-key</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Grant">What.</param>
public sealed record Holding(string Holder, string Name, GrantAnswer Grant);
