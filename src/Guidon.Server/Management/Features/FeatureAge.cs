namespace Guidon.Server.Management.Features;

/// <summary>What the stage of a feature follows from, beside its tags, code and use.</summary>
/// <param name="Id">Of the feature.</param>
/// <param name="Name">By which applications ask for it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When it or one of its states changed last.</param>
internal readonly record struct FeatureAge(int Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);
