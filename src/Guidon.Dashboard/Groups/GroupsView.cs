using Guidon.Contracts;

namespace Guidon.Dashboard.Groups;

/// <summary>Groups of members.</summary>
/// <param name="Groups">Those that the person looks after; all for administrators.</param>
/// <param name="Members">Everybody.</param>
/// <param name="Typed">What was sent and refused, of the group 0 for a new one; <see langword="null"/> when nothing was refused.</param>
public sealed record GroupsView(IReadOnlyList<GroupAnswer> Groups, IReadOnlyList<MemberAnswer> Members, (int Group, string Name, bool IsDefault)? Typed);
