namespace Guidon.Events.Changes;

/// <summary>What was done to a feature or to a state.</summary>
public enum ChangeAction
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It is different.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Deleted,
}
