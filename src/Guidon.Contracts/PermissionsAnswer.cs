namespace Guidon.Contracts;

/// <summary>What the caller may do at one place.</summary>
/// <param name="Permissions">Names, such as <c>VIEW_PROJECT</c>.</param>
/// <param name="Admin">True when nothing is missing.</param>
/// <param name="TagBasedPermissions">Of the original; always empty.</param>
public sealed record PermissionsAnswer(IReadOnlyList<string> Permissions, bool Admin, IReadOnlyList<string> TagBasedPermissions);
