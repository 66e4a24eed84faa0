namespace Guidon.Storage.Model;

/// <summary>A repository of a project's code, as it was when it was scanned last.</summary>
public sealed class CodeRepository
{
    /// <summary>Given by the database.</summary>
    public int Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required int ProjectId { get; set; }

    /// <summary>Where people look at it, without a final slash, at most 500 characters; unique in its project.</summary>
    public required string Url { get; set; }

    /// <summary><c>github</c> or <c>gitlab</c>: how addresses of lines are written there.</summary>
    public required string Provider { get; set; }

    /// <summary>What was scanned, at most 100 characters.</summary>
    public required string Revision { get; set; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ScannedAt { get; set; }
}
