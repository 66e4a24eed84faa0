namespace Guidon.Delivery;

/// <summary>What an answer means for one record of a batch.</summary>
public enum RecordOutcome
{
    /// <summary>The receiver did not take it since others were at fault; it is sent again at once.</summary>
    SendAgain,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>The receiver asks to leave this identity alone for a while.</summary>
    Wait,

    /// <summary>The receiver will never take it; its event is parked.</summary>
    Refused,
}
