namespace Guidon.Receivers;

/// <summary>How a step of the script departs from the vendor's usual behaviour.</summary>
public enum FaultMode
{
    /// <summary>The step's answer, and nothing is kept.</summary>
    Answer,

    /// <summary>The request is processed as usual and answered late.</summary>
    Delay,

    /// <summary>The connection drops before anything is kept.</summary>
    CutBefore,

    /// <summary>Everything is kept, and then the connection drops: the sender cannot know.</summary>
    CutAfter,

    /// <summary>Never answers; nothing is kept.</summary>
    Hang,

    /// <summary>Says success as usual and keeps nothing: the wrong region.</summary>
    Blackhole,
}
