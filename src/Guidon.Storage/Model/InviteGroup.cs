namespace Guidon.Storage.Model;

/// <summary>A group that the invited person joins with the organisation.</summary>
public sealed class InviteGroup
{
    /// <summary>The invite.</summary>
    public required int InviteId { get; set; }

    /// <summary>The group.</summary>
    public required int GroupId { get; set; }
}
