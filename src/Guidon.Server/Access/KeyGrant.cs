using Guidon.Flags;

namespace Guidon.Server.Access;

/// <summary>What an environment key opens.</summary>
/// <param name="State">The environment.</param>
/// <param name="ServerSide">True for a <c>ser.</c> key, which sees everything.</param>
/// <param name="Active">False when an operator switched the key off.</param>
/// <param name="ExpiresAt">UTC; <see langword="null"/> when it does not expire.</param>
internal sealed record KeyGrant(EnvironmentState State, bool ServerSide, bool Active, DateTimeOffset? ExpiresAt)
{
    internal bool IsValid(DateTimeOffset now) => Active && (ExpiresAt is null || now < ExpiresAt);
}
