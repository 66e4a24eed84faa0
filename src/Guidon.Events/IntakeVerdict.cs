namespace Guidon.Events;

/// <summary>What became of an event at intake.</summary>
public enum IntakeVerdict : byte
{
    /// <summary>The event is on stable storage.</summary>
    Durable,

    /// <summary>The queue stayed full for the whole of <see cref="IntakeOptions.QueueWait"/>.</summary>
    QueueFull,

    /// <summary>The log could not be written, for example since the disk is full.</summary>
    LogFailed,

    /// <summary>The payload exceeds <see cref="IntakeOptions.PayloadBytesMax"/>.</summary>
    TooLarge,

    /// <summary>The process is stopping.</summary>
    Stopping,

    /// <summary>The volume is nearly full; what is left of it belongs to deliveries.</summary>
    NoSpace,

    /// <summary>The log hangs, and the caller need not wait: the event is appended when it answers, or refused and counted then.</summary>
    Left,
}
