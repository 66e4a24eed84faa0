namespace Guidon.Storage.Model;

/// <summary>An issue or a merge request elsewhere that belongs to a feature. Kept and shown; nobody asks there.</summary>
public sealed class FeatureExternalResource
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int FeatureId { get; set; }

    /// <summary>What is there, as <c>GITHUB_ISSUE</c> or <c>GITLAB_MR</c>.</summary>
    public required string Type { get; set; }

    /// <summary>Of http or https, at most 500 characters; unique in its feature.</summary>
    public required string Url { get; set; }

    /// <summary>What clients keep beside it, as title and state: a JSON object; <see langword="null"/> for nothing.</summary>
    public string? Metadata { get; set; }
}
