namespace Guidon.Delivery;

/// <summary>What an answer means for a batch.</summary>
public enum Verdict
{
    /// <summary>The receiver has every record.</summary>
    Delivered,

    /// <summary>Time may heal it: all records are sent again later, with the same ids.</summary>
    Retry,

    /// <summary>The destination's configuration is wrong: nothing more is sent until a probe succeeds.</summary>
    Hold,

    /// <summary>Too large, or a record in it is refused without being named: halves are tried, and a single event is parked.</summary>
    Split,

    /// <summary>Each record has its own verdict.</summary>
    ByRecord,
}
