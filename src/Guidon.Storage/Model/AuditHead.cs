namespace Guidon.Storage.Model;

/// <summary>How many audit records there must be. One row.</summary>
public sealed class AuditHead
{
    /// <summary>1.</summary>
    public int Id { get; set; } = 1;

    /// <summary>The id of the last record.</summary>
    public long Records { get; set; }

    /// <summary>Keyed hash over the number and the last record's hash: cutting records off the end shows.</summary>
    public string Hash { get; set; } = "";
}
