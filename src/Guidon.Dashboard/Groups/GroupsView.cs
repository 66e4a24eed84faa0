using Guidon.Contracts;

namespace Guidon.Dashboard.Groups;

/// <summary>Groups of members.</summary>
/// <param name="Groups">Those that the person looks after; all for administrators.</param>
/// <param name="Members">Everybody.</param>
public sealed record GroupsView(IReadOnlyList<GroupAnswer> Groups, IReadOnlyList<MemberAnswer> Members);
