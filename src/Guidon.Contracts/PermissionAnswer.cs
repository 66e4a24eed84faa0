namespace Guidon.Contracts;

/// <summary>A permission that can be granted.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Description">For people.</param>
/// <param name="SupportsTag">Of the original; always false.</param>
public sealed record PermissionAnswer(string Key, string Description, bool SupportsTag);
