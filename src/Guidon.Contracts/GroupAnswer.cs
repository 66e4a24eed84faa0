namespace Guidon.Contracts;

/// <summary>A group with its members.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Users">By id.</param>
/// <param name="IsDefault">True when new members of the organisation join it.</param>
/// <param name="ExternalId">What another directory calls it.</param>
public sealed record GroupAnswer(int Id, string Name, IReadOnlyList<MemberAnswer> Users, bool IsDefault, string? ExternalId);
