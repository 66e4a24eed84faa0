namespace Guidon.Storage.Model;

/// <summary>A person's place in a group.</summary>
public sealed class GroupMember
{
    /// <summary>The group.</summary>
    public required int GroupId { get; set; }

    /// <summary>The person.</summary>
    public required int UserId { get; set; }

    /// <summary>True when the person may add and remove members.</summary>
    public bool IsAdmin { get; set; }
}
