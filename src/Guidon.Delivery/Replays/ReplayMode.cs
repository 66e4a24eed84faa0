namespace Guidon.Delivery.Replays;

/// <summary>What a replay does with its selection. The numbers are on disk.</summary>
public enum ReplayMode : byte
{
    /// <summary>Sends again what is parked by the mapper that is still at work: the same records with the same ids.</summary>
    ResendFailed = 1,

    /// <summary>Maps and sends everything that is parked, whichever mapper parked it.</summary>
    RemapFailed = 2,

    /// <summary>Maps and sends everything that is settled, delivered events too, with the same ids unless told otherwise.</summary>
    RemapAll = 3,

    /// <summary>Maps everything that is settled and sends nothing.</summary>
    VerifyOnly = 4,
}
