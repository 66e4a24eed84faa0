namespace Guidon.Events.Retention;

/// <summary>What an environment wants when an evaluation cannot be made durable. The numbers are on disk.</summary>
public enum CaptureMode : byte
{
    /// <summary>Flags come first: the caller is answered, and the gap is counted and dated. The default.</summary>
    Available = 0,

    /// <summary>Events come first: the caller gets 503 and may try again.</summary>
    Strict = 1,
}
