namespace Guidon.Storage.Model;

/// <summary>Where one repository names one feature. It stays when a later scan finds nothing more, and then says when it was found last.</summary>
public sealed class CodeReference
{
    /// <summary>The feature.</summary>
    public required int FeatureId { get; set; }

    /// <summary>A repository of the same project.</summary>
    public required int RepositoryId { get; set; }

    /// <summary>How many places the last scan found; 0 when it found none.</summary>
    public int Count { get; set; }

    /// <summary>UTC; the last scan that found the feature.</summary>
    public required DateTimeOffset FoundAt { get; set; }

    /// <summary>JSON: a list of files and lines, empty when <see cref="Count"/> is 0.</summary>
    public required string Places { get; set; }
}
